import type { Projection } from '#kernel';
import { leaseHolds } from '#work';
import { textListLiteral } from '../tables/column-text.js';
import { READ_SCHEMA, qualified } from '../tables/sql-names.js';
import type { Statements } from '../tables/table-rows.js';
import { type Slot, slotId } from './slot.js';

const CHECKPOINT = qualified(READ_SCHEMA, 'projection_checkpoint');

/**
 * `tables` is how the projection's tables were created (TableShape), `epoch` that of the lease under which it was moved
 * last.
 */
export const CREATE_CHECKPOINT_SQL = `create table if not exists ${CHECKPOINT} (
  name text not null,
  partition integer not null,
  version integer not null,
  position bigint not null,
  epoch bigint not null default 0,
  tables jsonb not null,
  updated_at timestamptz not null default now(),
  primary key (name, partition)
) with (fillfactor = 50)`;

/** A row for each partition. */
export const READ_SHAPE_SQL = `select version, tables from ${CHECKPOINT} where name = $1 order by partition`;

export const FORGET_SQL = `delete from ${CHECKPOINT} where name = $1`;

/** $4: how many partitions there are. */
export const RESET_SQL = `insert into ${CHECKPOINT} (name, version, position, tables, partition)
  select $1, $2, 0, $3, partition from generate_series(0, $4::integer - 1) as partition`;

export const RECORD_SHAPE_SQL = `update ${CHECKPOINT} set tables = $2 where name = $1`;

const READ_SQL = `select name, partition, version, position from ${CHECKPOINT} where name = any($1::text[])`;

const MOVE_SQL = `update ${CHECKPOINT} as checkpoint set position = $6, epoch = mine.epoch, updated_at = now()
  from unnest($1::text[], $2::integer[], $3::integer[], $4::text[], $5::bigint[])
    as mine (name, partition, version, lease, epoch)
  where checkpoint.name = mine.name and checkpoint.partition = mine.partition
    and checkpoint.version = mine.version and checkpoint.position = $7
    and ${leaseHolds('mine.lease', 'mine.epoch')}
  returning checkpoint.name, checkpoint.partition`;

export interface Checkpoint {
  version: number;
  position: bigint;
}

/** A slot with the lease that it is derived under. */
export interface LeasedSlot extends Slot {
  lease: { name: string; epoch: bigint };
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
  projections: readonly Projection[],
): Promise<Map<string, Checkpoint>> {
  const names = textListLiteral(projections.map(({ name }) => name));
  const rows = await statements.query('checkpoint:read', READ_SQL, [names]);
  return new Map(
    rows.map(([name, partition, version, position]) => [
      `${name}/${partition}`,
      { version: Number(version), position: BigInt(position!) },
    ]),
  );
}

/**
 * Locks the checkpoints and moves them; throws Fenced when one is not where it should be, or is not this process's to
 * move. Done first in a transaction, so that no event is ever counted twice, whoever else may be at work.
 */
export async function moveCheckpoints(
  statements: Statements,
  slots: readonly LeasedSlot[],
  from: bigint,
  to: bigint,
): Promise<void> {
  const moved = await statements.query('checkpoint:move', MOVE_SQL, [
    textListLiteral(slots.map(({ projection }) => projection.name)),
    `{${slots.map(({ partition }) => partition).join(',')}}`,
    `{${slots.map(({ projection }) => projection.version).join(',')}}`,
    textListLiteral(slots.map(({ lease }) => lease.name)),
    `{${slots.map(({ lease }) => lease.epoch).join(',')}}`,
    `${to}`,
    `${from}`,
  ]);
  if (moved.length === slots.length) return;
  const there = new Set(moved.map(([name, partition]) => `${name}/${partition}`));
  throw new Fenced(slots.filter((slot) => !there.has(slotId(slot))));
}
