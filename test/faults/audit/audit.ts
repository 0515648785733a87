import type { Client } from 'pg';
import type { Change } from '../checks/evidence.js';
import { CREATE_AUDIT_SQL, IS_THERE_SQL, READ_CHANGES_SQL, WATCHED_TABLES, watchTableSql } from './audit-sql.js';

/** Begins to note changes of checkpoints and leases; the answer says of which tables. */
export async function watchChanges(client: Client): Promise<string[]> {
  await client.query(CREATE_AUDIT_SQL);
  const watched: string[] = [];
  for (const table of WATCHED_TABLES) {
    const { rows } = await client.query<{ there: boolean }>(IS_THERE_SQL, [table]);
    if (!rows[0]!.there) continue;
    await client.query(watchTableSql(table));
    watched.push(table);
  }
  return watched;
}

export async function readChanges(client: Client): Promise<Change[]> {
  return (await client.query<Change>(READ_CHANGES_SQL)).rows;
}
