import { BlockedRows } from '../fold/blocked-rows.js';
import type { LeftOut } from '../fold/projection-fold.js';
import type { RowKey } from '../fold/row.js';
import { READ_SCHEMA, qualified } from '../tables/sql-names.js';
import type { Statements } from '../tables/table-rows.js';

const PARKED = qualified(READ_SCHEMA, 'parked_event');

/**
 * Events that are missing from a projection's rows. `parked`: it failed, with `error`; `held`: it came after one that
 * is missing, and touches a row of that one. `whole_stream`: not all of its keys are known, so that its stream is held.
 */
export const CREATE_PARKED_SQL = `create table if not exists ${PARKED} (
  projection text not null,
  position bigint not null,
  event_id text not null,
  stream text not null,
  type text not null,
  keys jsonb not null,
  whole_stream boolean not null,
  status text not null check (status in ('parked', 'held')),
  error text,
  stack text,
  attempts integer not null default 1,
  parked_at timestamptz not null default now(),
  primary key (projection, position)
)`;

export const FORGET_PARKED_SQL = `delete from ${PARKED} where projection = $1`;

const PARK_SQL = `insert into ${PARKED}
    (projection, position, event_id, stream, type, keys, whole_stream, status, error, stack, attempts)
  select projection, position, event_id, stream, type, keys, whole_stream, status, error, stack, attempts
  from json_populate_recordset(null::${PARKED}, $1::json)
  on conflict (projection, position) do update
  set keys = excluded.keys, whole_stream = excluded.whole_stream, status = excluded.status, error = excluded.error, stack = excluded.stack,
    attempts = parked_event.attempts + excluded.attempts, parked_at = now()`;

const READ_BLOCKED_SQL = `select keys, whole_stream, stream from ${PARKED} where projection = $1`;

const MAX_STACK_CHARS = 4_000;

export async function parkEvents(
  statements: Statements,
  projection: string,
  events: readonly LeftOut[],
): Promise<void> {
  const rows = events.map(({ entry, status, keys, wholeStream, error }) => ({
    projection,
    position: `${entry.position}`,
    event_id: entry.id,
    stream: entry.stream,
    type: entry.type,
    keys,
    whole_stream: wholeStream,
    status,
    error: status === 'parked' ? messageOf(error) : null,
    stack: error instanceof Error ? (error.stack?.slice(0, MAX_STACK_CHARS) ?? null) : null,
    attempts: status === 'parked' ? 1 : 0,
  }));
  await statements.query('parked:add', PARK_SQL, [JSON.stringify(rows, storable)]);
}

/** The rows that events may not be applied to, since one before is missing. */
export async function readBlockedRows(statements: Statements, projection: string): Promise<BlockedRows> {
  const blocked = new BlockedRows();
  for (const [keys, wholeStream, stream] of await statements.query('parked:rows', READ_BLOCKED_SQL, [projection])) {
    blocked.block(JSON.parse(keys!) as RowKey[], wholeStream === 't' ? stream! : undefined);
  }
  return blocked;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** PostgreSQL has no NUL in texts and no half surrogates, and these may be the very reason of the failure. */
function storable(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? Buffer.from(value, 'utf8').toString('utf8').replaceAll('\0', '\uFFFD') : value;
}
