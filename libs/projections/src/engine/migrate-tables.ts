import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import type { Projection } from '#kernel';
import { READ_SCHEMA, quoted } from '../tables/sql-names.js';
import {
  type TableShape,
  createIndexSql,
  createTableSql,
  dropIndexSql,
  dropTableSql,
  shapeOf,
} from '../tables/table-definition.js';
import {
  READ_SHAPE_SQL,
  RECORD_SHAPE_SQL,
  createCheckpointSql,
  createCheckpointsSql,
  forgetCheckpointsSql,
} from './checkpoints.js';
import { MIGRATION_LOCK } from './locks.js';
import { createParkedSql, forgetLeftOutSql, forgetParkedSql } from './parked-events.js';
import { slotsOf } from './slot.js';
import { upgradeCheckpoints } from './upgrade-checkpoints.js';
import { upgradeParkedEvents } from './upgrade-parked-events.js';

/**
 * Brings the database to what the code says, in one transaction. A projection that is new, or has another version,
 * other columns or another number of partitions, gets empty tables and begins at position 0; the names of those that did
 * are the answer. Tables of another version can also be kept as they are.
 */
export async function migrateTables(
  client: pg.Client,
  projections: readonly Projection[],
  otherVersions: 'empty' | 'keep' = 'empty',
): Promise<string[]> {
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query(`create schema if not exists ${quoted(READ_SCHEMA)}`);
    await upgradeCheckpoints(client, projections);
    await client.query(createCheckpointSql(READ_SCHEMA));
    await upgradeParkedEvents(client, READ_SCHEMA);
    await client.query(createParkedSql(READ_SCHEMA));
    const created: string[] = [];
    for (const projection of projections) {
      if (await migrateProjection(client, projection, otherVersions)) created.push(projection.name);
    }
    await client.query('commit');
    return created;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/**
 * Checkpoints of what stays as it is are not locked, so that a process that starts is in nobody's way. Those of what
 * changes go first, as the runner takes them first: neither can then wait for the other in a circle.
 */
async function migrateProjection(
  client: pg.Client,
  projection: Projection,
  otherVersions: 'empty' | 'keep',
): Promise<boolean> {
  const { name, version } = projection;
  const shapes = projection.tables.map((table) => shapeOf(table));
  const found = await client.query<{ version: number; tables: TableShape[] }>(READ_SHAPE_SQL, [name]);
  const before = found.rows[0];
  if (before && before.version !== version && otherVersions === 'keep') return false;
  const partitions = slotsOf(projection).length;
  if (
    before?.version === version &&
    found.rowCount === partitions &&
    isDeepStrictEqual(before.tables.map(withoutIndexes), shapes.map(withoutIndexes))
  ) {
    await migrateIndexes(client, name, before.tables, shapes);
    return false;
  }
  await createAnew(client, projection, before);
  return true;
}

async function createAnew(
  client: pg.Client,
  projection: Projection,
  before: { version: number; tables: TableShape[] } | undefined,
): Promise<void> {
  const { name, version } = projection;
  const shapes = projection.tables.map((table) => shapeOf(table));
  await client.query(forgetCheckpointsSql(READ_SCHEMA), [[name]]);
  for (const table of before?.tables ?? []) await client.query(dropTableSql(READ_SCHEMA, table.name));
  for (const shape of shapes) {
    await client.query(createTableSql(READ_SCHEMA, shape));
    for (const index of shape.indexes) await client.query(createIndexSql(READ_SCHEMA, shape.name, index));
  }
  // What was skipped stays so for the version that it was skipped for; another one tries it again.
  const forget = before?.version === version ? forgetLeftOutSql : forgetParkedSql;
  await client.query(forget(READ_SCHEMA), [[name]]);
  const partitions = slotsOf(projection).length;
  await client.query(createCheckpointsSql(READ_SCHEMA), [name, version, JSON.stringify(shapes), partitions, 0]);
}

/** Indexes alone can change without deriving anything again. */
async function migrateIndexes(
  client: pg.Client,
  projection: string,
  before: readonly TableShape[],
  after: readonly TableShape[],
): Promise<void> {
  if (isDeepStrictEqual(before, after)) return;
  for (const [position, { name, indexes }] of after.entries()) {
    const old = before[position]!.indexes;
    for (const index of old.filter((one) => !indexes.includes(one))) {
      await client.query(dropIndexSql(READ_SCHEMA, name, index));
    }
    for (const index of indexes) await client.query(createIndexSql(READ_SCHEMA, name, index));
  }
  await client.query(RECORD_SHAPE_SQL, [projection, JSON.stringify(after)]);
}

function withoutIndexes({ name, key, columns }: TableShape): unknown {
  return { name, key, columns };
}
