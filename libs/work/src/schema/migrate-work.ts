import type { ClientBase } from 'pg';
import type { WorkMigration } from './work-migration.js';

/** Any constant will do, as long as nothing else in the database locks it. */
const MIGRATION_LOCK = '7402118356023';

/**
 * Brings the schema `work` (leases, jobs, deliveries: what processes have to agree upon) to what the migrations say, in
 * one transaction; processes that start together wait for one another.
 */
export async function migrateWork(client: ClientBase, migrations: readonly WorkMigration[]): Promise<void> {
  await client.query('begin');
  try {
    await client.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    await client.query('create schema if not exists work');
    await client.query(`create table if not exists work.migration (
      name text primary key, applied_at timestamptz not null default now()
    )`);
    const { rows } = await client.query<{ name: string }>('select name from work.migration');
    const applied = new Set(rows.map(({ name }) => name));
    for (const { name, sql } of migrations.filter((each) => !applied.has(each.name))) {
      await client.query(sql);
      await client.query('insert into work.migration (name) values ($1)', [name]);
    }
    await client.query('commit');
  } catch (error) {
    // A rollback that fails too would hide the reason; the connection is given up after an error in any case.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
