import type pg from 'pg';
import type { Projection } from '#kernel';
import { READ_SCHEMA, qualified } from '../tables/sql-names.js';
import { PARTITIONS } from './partitions.js';
import { isDivided } from './slot.js';

const CHECKPOINT = qualified(READ_SCHEMA, 'projection_checkpoint');

const LACKS_COLUMN_SQL = `select 1 from information_schema.tables as t
  where t.table_schema = '${READ_SCHEMA}' and t.table_name = 'projection_checkpoint' and not exists (
    select from information_schema.columns as c
    where c.table_schema = t.table_schema and c.table_name = t.table_name and c.column_name = $1)`;

/**
 * Checkpoints as earlier programs left them. One of before there were partitions that stood at a position stands there
 * in all of its partitions, so that nothing has to be derived again.
 */
export async function upgradeCheckpoints(client: pg.Client, projections: readonly Projection[]): Promise<void> {
  if (await lacksColumn(client, 'partition')) await divide(client, projections);
  if (await lacksColumn(client, 'generation')) {
    await client.query(`alter table ${CHECKPOINT} add column generation bigint not null default 0`);
  }
}

/** Whether the table is there without it. */
async function lacksColumn(client: pg.Client, column: string): Promise<boolean> {
  return (await client.query(LACKS_COLUMN_SQL, [column])).rowCount === 1;
}

async function divide(client: pg.Client, projections: readonly Projection[]): Promise<void> {
  await client.query(`alter table ${CHECKPOINT}
    add column partition integer not null default 0, add column epoch bigint not null default 0,
    drop constraint projection_checkpoint_pkey, add primary key (name, partition)`);
  await client.query(`alter table ${CHECKPOINT} alter column partition drop default`);
  await client.query(
    `insert into ${CHECKPOINT} (name, partition, version, position, tables)
     select name, further, version, position, tables from ${CHECKPOINT}, generate_series(1, $2::integer - 1) as further
     where name = any($1)`,
    [projections.filter(isDivided).map(({ name }) => name), PARTITIONS],
  );
}
