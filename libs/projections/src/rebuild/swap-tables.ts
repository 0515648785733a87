import type { ClientBase } from 'pg';
import { forgetCheckpointsSql } from '../engine/checkpoints.js';
import { MIGRATION_LOCK } from '../engine/locks.js';
import { PARKED_COLUMNS, forgetParkedSql } from '../engine/parked-events.js';
import { upgradeParkedEvents } from '../engine/upgrade-parked-events.js';
import { type ModelSchema, READ_SCHEMA, RETIRED_SCHEMA, qualified, quoted } from '../tables/sql-names.js';
import { type TableShape, dropTableSql } from '../tables/table-definition.js';
import { createModelSchema } from './shadow-tables.js';

const CHECKPOINT_COLUMNS = 'name, partition, version, position, epoch, tables, updated_at';

/** Tables that stand aside while two others change places. */
const ASIDE = 'rebuild_aside';

/**
 * Puts the tables of these projections, with their checkpoints and parked events, in the place of the live ones, which
 * are retired; what was retired before is dropped, unless it is what comes in. Within the caller's transaction, in which
 * the live checkpoints are locked.
 */
export async function swapTables(
  client: ClientBase,
  from: Exclude<ModelSchema, 'read'>,
  names: readonly string[],
): Promise<void> {
  await upgradeParkedEvents(client, from);
  const live = await tablesIn(client, READ_SCHEMA, names);
  const incoming = await tablesIn(client, from, names);
  // All at once and first of all: a reader sees either the old tables or the new ones.
  if (live.length > 0) {
    const all = live.map((table) => qualified(READ_SCHEMA, table)).join(', ');
    await client.query(`lock table ${all} in access exclusive mode`);
  }
  const views = await viewsOn(client, live);
  const grants = await grantsOn(client, live);

  await client.query(`create schema ${quoted(ASIDE)}`);
  for (const table of live) await moveTable(client, READ_SCHEMA, table, ASIDE);
  if (from !== RETIRED_SCHEMA) {
    for (const table of await tablesIn(client, RETIRED_SCHEMA, names)) {
      await client.query(dropTableSql(RETIRED_SCHEMA, table));
    }
  }
  for (const table of incoming) await moveTable(client, from, table, READ_SCHEMA);
  for (const table of live) await moveTable(client, ASIDE, table, RETIRED_SCHEMA);
  await client.query(`drop schema ${quoted(ASIDE)}`);
  await swapRecords(client, from, names);

  for (const sql of [...views, ...grants]) await client.query(sql);
}

/** Longer than the second after which PostgreSQL ends an automatic vacuum that somebody waits for. */
const VACUUM_TIMEOUT_MS = 3_000;

/**
 * What a swap needs before the checkpoints are locked: nobody makes tables meanwhile, as a program does that starts, and
 * no automatic vacuum is at work on any of the tables that are moved or dropped.
 */
export async function prepareSwap(
  client: ClientBase,
  from: Exclude<ModelSchema, 'read'>,
  names: readonly string[],
): Promise<void> {
  await client.query('select pg_advisory_xact_lock_shared($1)', [MIGRATION_LOCK]);
  await createModelSchema(client, RETIRED_SCHEMA);
  const tables: string[] = [];
  for (const schema of new Set([READ_SCHEMA, RETIRED_SCHEMA, from] as const)) {
    for (const table of await tablesIn(client, schema, names)) tables.push(qualified(schema, table));
  }
  if (tables.length > 0) await endVacuum(client, tables);
}

/**
 * Ends the automatic vacuum and analysis of tables, and keeps the next away until the transaction ends: whoever waits for
 * the tables themselves gives up before PostgreSQL would do so. Readers and those who derive are not concerned.
 */
async function endVacuum(client: ClientBase, tables: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ lock_timeout: string }>('show lock_timeout');
  await client.query(`set local lock_timeout = ${VACUUM_TIMEOUT_MS}`);
  await client.query(`lock table ${tables.join(', ')} in share update exclusive mode`);
  await client.query(`set local lock_timeout = '${rows[0]!.lock_timeout}'`);
}

async function tablesIn(client: ClientBase, schema: ModelSchema, names: readonly string[]): Promise<string[]> {
  const checkpoints = qualified(schema, 'projection_checkpoint');
  const { rows } = await client.query<{ tables: TableShape[] }>(
    `select tables from ${checkpoints} where name = any($1) and partition = 0 order by name`,
    [names],
  );
  return rows.flatMap(({ tables }) => tables.map(({ name }) => name));
}

async function moveTable(client: ClientBase, from: string, table: string, to: string): Promise<void> {
  await client.query(`alter table ${qualified(from, table)} set schema ${quoted(to)}`);
}

/** Checkpoints and parked events change places as their tables have. */
async function swapRecords(client: ClientBase, from: ModelSchema, names: readonly string[]): Promise<void> {
  const live = qualified(READ_SCHEMA, 'projection_checkpoint');
  const retired = qualified(RETIRED_SCHEMA, 'projection_checkpoint');
  await client.query(
    `create temporary table incoming_checkpoint on commit drop as
     select ${CHECKPOINT_COLUMNS},
       (select coalesce(max(generation), 0) + 1 from ${live} as before where before.name = incoming.name) as generation
     from ${qualified(from, 'projection_checkpoint')} as incoming where name = any($1)`,
    [names],
  );
  await client.query(
    `create temporary table incoming_parked on commit drop as
     select ${PARKED_COLUMNS} from ${qualified(from, 'parked_event')} where projection = any($1)`,
    [names],
  );
  for (const schema of new Set([from, RETIRED_SCHEMA] as const)) {
    await client.query(forgetCheckpointsSql(schema), [names]);
    await client.query(forgetParkedSql(schema), [names]);
  }
  await client.query(
    `insert into ${retired} (${CHECKPOINT_COLUMNS}) select ${CHECKPOINT_COLUMNS} from ${live} where name = any($1)`,
    [names],
  );
  const parked = [qualified(RETIRED_SCHEMA, 'parked_event'), qualified(READ_SCHEMA, 'parked_event')] as const;
  await client.query(
    `insert into ${parked[0]} (${PARKED_COLUMNS}) select ${PARKED_COLUMNS} from ${parked[1]} where projection = any($1)`,
    [names],
  );
  await client.query(forgetCheckpointsSql(READ_SCHEMA), [names]);
  await client.query(forgetParkedSql(READ_SCHEMA), [names]);
  await client.query(
    `insert into ${live} (${CHECKPOINT_COLUMNS}, generation)
     select ${CHECKPOINT_COLUMNS}, generation from incoming_checkpoint`,
  );
  await client.query(`insert into ${parked[1]} (${PARKED_COLUMNS}) select ${PARKED_COLUMNS} from incoming_parked`);
}

const VIEWS_SQL = `
  select distinct format('create or replace view %I.%I as %s', n.nspname, v.relname, pg_get_viewdef(v.oid)) as sql
  from pg_class as t
  join pg_namespace as tn on tn.oid = t.relnamespace and tn.nspname = '${READ_SCHEMA}'
  join pg_depend as d on d.refobjid = t.oid and d.classid = 'pg_rewrite'::regclass
  join pg_rewrite as r on r.oid = d.objid
  join pg_class as v on v.oid = r.ev_class and v.relkind = 'v'
  join pg_namespace as n on n.oid = v.relnamespace
  where t.relname = any($1)`;

/** What makes the views that people have over the tables look at those that come in their place. */
async function viewsOn(client: ClientBase, tables: readonly string[]): Promise<string[]> {
  return (await client.query<{ sql: string }>(VIEWS_SQL, [tables])).rows.map(({ sql }) => sql);
}

const GRANTS_SQL = `
  select format('grant %s on ${quoted(READ_SCHEMA)}.%I to %s', a.privilege_type, t.relname,
    case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end) as sql
  from pg_class as t
  join pg_namespace as tn on tn.oid = t.relnamespace and tn.nspname = '${READ_SCHEMA}'
  cross join aclexplode(t.relacl) as a
  where t.relname = any($1) and a.grantee <> t.relowner`;

/** What lets people read the tables that come in their place. */
async function grantsOn(client: ClientBase, tables: readonly string[]): Promise<string[]> {
  return (await client.query<{ sql: string }>(GRANTS_SQL, [tables])).rows.map(({ sql }) => sql);
}
