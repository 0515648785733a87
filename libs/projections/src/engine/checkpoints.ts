import type { Projection } from '#kernel';
import { READ_SCHEMA, qualified } from '../tables/sql-names.js';
import { textListLiteral } from '../tables/column-text.js';
import type { Statements } from '../tables/table-rows.js';

const CHECKPOINT = qualified(READ_SCHEMA, 'projection_checkpoint');

/** `tables` is how the projection's tables were created (TableShape). */
export const CREATE_CHECKPOINT_SQL = `create table if not exists ${CHECKPOINT} (
  name text primary key,
  version integer not null,
  position bigint not null,
  tables jsonb not null,
  updated_at timestamptz not null default now()
) with (fillfactor = 50)`;

export const READ_SHAPE_SQL = `select version, tables from ${CHECKPOINT} where name = $1 for update`;

export const RESET_SQL = `insert into ${CHECKPOINT} (name, version, position, tables) values ($1, $2, 0, $3)
  on conflict (name) do update
  set version = excluded.version, position = 0, tables = excluded.tables, updated_at = now()`;

export const RECORD_SHAPE_SQL = `update ${CHECKPOINT} set tables = $2 where name = $1`;

const READ_SQL = `select name, version, position from ${CHECKPOINT} where name = any($1::text[])`;

const MOVE_SQL = `update ${CHECKPOINT} as checkpoint set position = $3, updated_at = now()
  from unnest($1::text[], $2::integer[]) as mine (name, version)
  where checkpoint.name = mine.name and checkpoint.version = mine.version and checkpoint.position = $4
  returning checkpoint.name`;

export interface Checkpoint {
  version: number;
  position: bigint;
}

/** A checkpoint is not where this runner left it: another one was there, or the projection was created anew. */
export class Fenced extends Error {
  constructor(names: readonly string[]) {
    super(`the checkpoints of ${names.join(', ')} were moved by another process`);
    this.name = 'Fenced';
  }
}

export async function readCheckpoints(
  statements: Statements,
  projections: readonly Projection[],
): Promise<Map<string, Checkpoint>> {
  const names = textListLiteral(projections.map(({ name }) => name));
  const rows = await statements.query('checkpoint:read', READ_SQL, [names]);
  return new Map(
    rows.map(([name, version, position]) => [name!, { version: Number(version), position: BigInt(position!) }]),
  );
}

/**
 * Locks the checkpoints and moves them; throws Fenced when one is not where it should be. Done first in a transaction,
 * so that no event is ever counted twice, whoever else may be at work.
 */
export async function moveCheckpoints(
  statements: Statements,
  projections: readonly Projection[],
  from: bigint,
  to: bigint,
): Promise<void> {
  const names = textListLiteral(projections.map(({ name }) => name));
  const versions = `{${projections.map(({ version }) => version).join(',')}}`;
  const moved = await statements.query('checkpoint:move', MOVE_SQL, [names, versions, `${to}`, `${from}`]);
  if (moved.length === projections.length) return;
  const there = new Set(moved.map(([name]) => name));
  throw new Fenced(projections.map(({ name }) => name).filter((name) => !there.has(name)));
}
