import type { RowKey } from '../fold/row.js';
import { READ_SCHEMA, qualified } from '../tables/sql-names.js';
import type { ParkedEvent } from './parked-event.js';

export const PARKED_TABLE = qualified(READ_SCHEMA, 'parked_event');

/** A row of the table under the names that people see; times come as dates. */
export const PARKED_EVENT_SQL = `projection, position, status, event_id as "eventId", stream, type, error, attempts,
  parked_at as "parkedAt", skip_reason as "skipReason", skipped_at as "skippedAt", skipped_by as "skippedBy"`;

export interface ParkedRow extends Omit<ParkedEvent, 'parkedAt' | 'skippedAt'> {
  parkedAt: Date;
  skippedAt: Date | null;
}

/** What else the table has. */
export interface ParkedDetailRow extends ParkedRow {
  stack: string | null;
  keys: RowKey[];
  wholeStream: boolean;
}

export const PARKED_DETAIL_SQL = `${PARKED_EVENT_SQL}, stack, keys, whole_stream as "wholeStream"`;

export function parkedEventOf(row: ParkedRow): ParkedEvent {
  const { projection, position, status, eventId, stream, type, error, attempts, skipReason, skippedBy } = row;
  return {
    ...{ projection, position, status, eventId, stream, type, error, attempts },
    parkedAt: row.parkedAt.toISOString(),
    skipReason,
    skippedAt: row.skippedAt?.toISOString() ?? null,
    skippedBy,
  };
}
