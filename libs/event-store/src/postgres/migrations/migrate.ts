import type { ClientBase } from 'pg';
import { eventLog } from './0001-event-log.js';
import { appendFunction } from './0002-append-function.js';
import type { Migration } from './migration.js';

const MIGRATIONS: readonly Migration[] = [eventLog, appendFunction];

/** Any constant will do, as long as nothing else in the database locks it: "rapport " in ASCII. */
const MIGRATION_LOCK = '8241992421273138208';

/**
 * Brings the schema `log` up to this program's version, in one transaction; processes that start together wait for one
 * another. Throws when the schema is newer than this program.
 */
export async function migrate(client: ClientBase): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    await client.query('CREATE SCHEMA IF NOT EXISTS log');
    await client.query(`CREATE TABLE IF NOT EXISTS log.migration (
      number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now()
    )`);
    const { rows } = await client.query<{ number: number }>('SELECT number FROM log.migration');
    const applied = new Set(rows.map((row) => row.number));
    refuseNewer(applied);
    for (const migration of MIGRATIONS.filter((each) => !applied.has(each.number))) {
      await client.query(migration.sql);
      await client.query('INSERT INTO log.migration (number, name) VALUES ($1, $2)', [
        migration.number,
        migration.name,
      ]);
    }
    await client.query('COMMIT');
  } catch (error) {
    // A ROLLBACK that fails too would hide the reason; the connection is given up after an error in any case.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

function refuseNewer(applied: ReadonlySet<number>): void {
  const newest = Math.max(0, ...applied);
  if (newest > MIGRATIONS.length) {
    throw new Error(`the event log is of schema version ${newest}; this program knows ${MIGRATIONS.length}`);
  }
}
