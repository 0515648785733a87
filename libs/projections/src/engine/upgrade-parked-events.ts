import type { ClientBase } from 'pg';
import { type ModelSchema, qualified } from '../tables/sql-names.js';

const LACKS_SKIPPING_SQL = `select 1 from information_schema.tables as t
  where t.table_schema = $1 and t.table_name = 'parked_event' and not exists (
    select from information_schema.columns as c
    where c.table_schema = t.table_schema and c.table_name = t.table_name and c.column_name = 'skipped_at')`;

/**
 * The table of parked events as earlier programs left it, where none could be skipped. One that is as it should be is not
 * locked.
 */
export async function upgradeParkedEvents(client: ClientBase, schema: ModelSchema): Promise<void> {
  if ((await client.query(LACKS_SKIPPING_SQL, [schema])).rowCount === 0) return;
  await client.query(`alter table ${qualified(schema, 'parked_event')}
    add column skip_reason text, add column skipped_at timestamptz, add column skipped_by text,
    drop constraint if exists parked_event_status_check,
    add constraint parked_event_status_check check (status in ('parked', 'held', 'skipped'))`);
}
