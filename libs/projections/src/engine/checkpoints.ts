import type { Projection } from '#kernel';
import { leaseHolds } from '#work';
import { textListLiteral } from '../tables/column-text.js';
import { type ModelSchema, READ_SCHEMA, qualified } from '../tables/sql-names.js';
import type { Statements } from '../tables/table-rows.js';
import { type Slot, slotId } from './slot.js';

function tableIn(schema: ModelSchema): string {
  return qualified(schema, 'projection_checkpoint');
}

/**
 * `tables` is how the projection's tables were created (TableShape), `epoch` that of the lease under which it was moved
 * last. `generation` rises when the tables are exchanged or mended by another than who derives them, so that he begins
 * anew.
 */
export function createCheckpointSql(schema: ModelSchema): string {
  return `create table if not exists ${tableIn(schema)} (
  name text not null,
  partition integer not null,
  version integer not null,
  position bigint not null,
  epoch bigint not null default 0,
  tables jsonb not null,
  updated_at timestamptz not null default now(),
  generation bigint not null default 0,
  primary key (name, partition)
) with (fillfactor = 50)`;
}

/** A row for each partition. */
export const READ_SHAPE_SQL = `select version, tables from ${tableIn(READ_SCHEMA)} where name = $1 order by partition`;

export function forgetCheckpointsSql(schema: ModelSchema): string {
  return `delete from ${tableIn(schema)} where name = any($1)`;
}

/** $1 name, $2 version, $3 shapes, $4 how many partitions there are, $5 position. */
export function createCheckpointsSql(schema: ModelSchema): string {
  return `insert into ${tableIn(schema)} (name, version, tables, partition, position)
  select $1, $2, $3, partition, $5 from generate_series(0, $4::integer - 1) as partition`;
}

export const RECORD_SHAPE_SQL = `update ${tableIn(READ_SCHEMA)} set tables = $2 where name = $1`;

/** Whoever derives the projection $1 begins anew. */
export const RAISE_GENERATION_SQL = `update ${tableIn(READ_SCHEMA)} set generation = generation + 1 where name = $1`;

function readSql(schema: ModelSchema): string {
  return `select name, partition, version, position, generation from ${tableIn(schema)} where name = any($1::text[])`;
}

function moveSql(schema: ModelSchema): string {
  return `update ${tableIn(schema)} as checkpoint set position = $6, epoch = mine.epoch, updated_at = now()
  from unnest($1::text[], $2::integer[], $3::integer[], $4::text[], $5::bigint[], $8::bigint[])
    as mine (name, partition, version, lease, epoch, generation)
  where checkpoint.name = mine.name and checkpoint.partition = mine.partition
    and checkpoint.version = mine.version and checkpoint.generation = mine.generation and checkpoint.position = $7
    and ${leaseHolds('mine.lease', 'mine.epoch')}
  returning checkpoint.name, checkpoint.partition`;
}

export interface Checkpoint {
  version: number;
  position: bigint;
  generation: bigint;
}

/** A slot with the lease that it is derived under. */
export interface LeasedSlot extends Slot {
  lease: { name: string; epoch: bigint };
  /** That of the tables when this process began with them. */
  generation: bigint;
}

/** A checkpoint is not where this runner left it, or its lease is over: another one is at work, or it was created anew. */
export class Fenced extends Error {
  constructor(slots: readonly Slot[]) {
    super(`the checkpoints of ${slots.map(slotId).join(', ')} were moved by another process, or their lease is over`);
    this.name = 'Fenced';
  }
}

/** By slot. */
export async function readCheckpoints(
  statements: Statements,
  schema: ModelSchema,
  projections: readonly Projection[],
): Promise<Map<string, Checkpoint>> {
  const names = textListLiteral(projections.map(({ name }) => name));
  const rows = await statements.query(`checkpoint:read:${schema}`, readSql(schema), [names]);
  return new Map(
    rows.map(([name, partition, version, position, generation]) => [
      `${name}/${partition}`,
      { version: Number(version), position: BigInt(position!), generation: BigInt(generation!) },
    ]),
  );
}

/**
 * Locks the checkpoints and moves them; throws Fenced when one is not where it should be, or is not this process's to
 * move. Done first in a transaction, so that no event is ever counted twice, whoever else may be at work.
 */
export async function moveCheckpoints(
  statements: Statements,
  schema: ModelSchema,
  slots: readonly LeasedSlot[],
  from: bigint,
  to: bigint,
): Promise<void> {
  const moved = await statements.query(`checkpoint:move:${schema}`, moveSql(schema), [
    textListLiteral(slots.map(({ projection }) => projection.name)),
    `{${slots.map(({ partition }) => partition).join(',')}}`,
    `{${slots.map(({ projection }) => projection.version).join(',')}}`,
    textListLiteral(slots.map(({ lease }) => lease.name)),
    `{${slots.map(({ lease }) => lease.epoch).join(',')}}`,
    `${to}`,
    `${from}`,
    `{${slots.map(({ generation }) => generation).join(',')}}`,
  ]);
  if (moved.length === slots.length) return;
  const there = new Set(moved.map(([name, partition]) => `${name}/${partition}`));
  throw new Fenced(slots.filter((slot) => !there.has(slotId(slot))));
}
