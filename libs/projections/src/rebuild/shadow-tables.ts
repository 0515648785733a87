import type { ClientBase } from 'pg';
import type { ProjectedTable, Projection } from '#kernel';
import { createCheckpointSql, createCheckpointsSql } from '../engine/checkpoints.js';
import { createParkedSql } from '../engine/parked-events.js';
import { upgradeParkedEvents } from '../engine/upgrade-parked-events.js';
import { isDivided, slotsOf } from '../engine/slot.js';
import { type ModelSchema, SHADOW_SCHEMA, qualified, quoted } from '../tables/sql-names.js';
import { addKeySql, createIndexSql, createTableSql, shapeOf } from '../tables/table-definition.js';
import { carrySkipped } from './carry-skipped.js';
import type { RebuildWay } from './rebuild-state.js';

/** The tables that surround read models: checkpoints, and events that are missing. */
export async function createModelSchema(client: ClientBase, schema: ModelSchema): Promise<void> {
  await client.query(`create schema if not exists ${quoted(schema)}`);
  await client.query(createCheckpointSql(schema));
  await upgradeParkedEvents(client, schema);
  await client.query(createParkedSql(schema));
}

/** Empty tables at position 0. What COPY fills gets its key and indexes when it is full. */
export async function createShadow(
  client: ClientBase,
  projections: readonly Projection[],
  way: RebuildWay,
): Promise<void> {
  await dropShadow(client);
  await createModelSchema(client, SHADOW_SCHEMA);
  for (const projection of projections) {
    const shapes = projection.tables.map(shapeOf);
    const isCopied = way === 'streams' && isDivided(projection);
    for (const shape of shapes) {
      await client.query(createTableSql(SHADOW_SCHEMA, shape, { keyed: !isCopied }));
      if (!isCopied) {
        for (const index of shape.indexes) await client.query(createIndexSql(SHADOW_SCHEMA, shape.name, index));
      }
    }
    const { name, version } = projection;
    const partitions = slotsOf(projection).length;
    await client.query(createCheckpointsSql(SHADOW_SCHEMA), [name, version, JSON.stringify(shapes), partitions, 0]);
  }
  await carrySkipped(client, projections);
}

export async function dropShadow(client: ClientBase): Promise<void> {
  await client.query(`drop schema if exists ${quoted(SHADOW_SCHEMA)} cascade`);
}

const IS_KEYED_SQL = `select from pg_constraint where conrelid = $1::regclass and contype = 'p'`;

/** Key, indexes and statistics of a table that COPY has filled; does again what is missing. */
export async function indexTable(client: ClientBase, table: ProjectedTable): Promise<void> {
  const name = qualified(SHADOW_SCHEMA, table.name);
  const shape = shapeOf(table);
  if ((await client.query(IS_KEYED_SQL, [name])).rowCount === 0) await client.query(addKeySql(SHADOW_SCHEMA, shape));
  for (const index of shape.indexes) await client.query(createIndexSql(SHADOW_SCHEMA, shape.name, index));
  // Statistics of JSON serve no plan, and reading it for them took more time than all other columns.
  const json = Object.keys(table.columns).filter((column) => table.columns[column] === 'jsonb');
  const counting = (target: number): string =>
    `alter table ${name} ${json.map((column) => `alter column ${quoted(column)} set statistics ${target}`).join(', ')}`;
  if (json.length > 0) await client.query(counting(0));
  await client.query(`analyze ${name}`);
  if (json.length > 0) await client.query(counting(-1));
}
