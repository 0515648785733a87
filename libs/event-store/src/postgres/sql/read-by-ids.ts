import type { ClientBase } from 'pg';
import type { StoredEvent } from '../../port/stored-event.js';
import { copyEvents } from '../read/copy-rows.js';
import { EVENT_COLUMNS } from '../read/stored-event-row.js';

/** Those of the events that are in the log, in any order. The ids have been checked to be UUIDs. */
export function readByIds(client: ClientBase, ids: readonly string[]): Promise<StoredEvent[]> {
  return copyEvents(
    client,
    `SELECT ${EVENT_COLUMNS} FROM log.event WHERE event_id = ANY ('{${ids.join(',')}}'::uuid[])`,
  );
}
