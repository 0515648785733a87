import { BlockedRows } from '../fold/blocked-rows.js';
import type { LeftOut } from '../fold/projection-fold.js';
import type { RowKey } from '../fold/row.js';
import { type ModelSchema, qualified } from '../tables/sql-names.js';
import type { Statements } from '../tables/table-rows.js';

function tableIn(schema: ModelSchema): string {
  return qualified(schema, 'parked_event');
}

/** What is kept of an event that is left out, in whatever order the table has it. */
export const PARKED_COLUMNS = `projection, position, event_id, stream, type, keys, whole_stream, status, error, stack,
  attempts, parked_at, skip_reason, skipped_at, skipped_by`;

/**
 * Events that are missing from a projection's rows. `parked`: it failed, with `error`; `held`: it came after one that
 * is missing, and touches a row of that one; `skipped`: somebody said that it is to be left out, so that it holds
 * nothing back. `whole_stream`: not all of its keys are known, so that its stream is held. A row is of the version that
 * the projection's checkpoint says.
 */
export function createParkedSql(schema: ModelSchema): string {
  return `create table if not exists ${tableIn(schema)} (
  projection text not null,
  position bigint not null,
  event_id text not null,
  stream text not null,
  type text not null,
  keys jsonb not null,
  whole_stream boolean not null,
  status text not null check (status in ('parked', 'held', 'skipped')),
  error text,
  stack text,
  attempts integer not null default 1,
  parked_at timestamptz not null default now(),
  skip_reason text,
  skipped_at timestamptz,
  skipped_by text,
  primary key (projection, position)
)`;
}

export function forgetParkedSql(schema: ModelSchema): string {
  return `delete from ${tableIn(schema)} where projection = any($1)`;
}

/** All but what was skipped. */
export function forgetLeftOutSql(schema: ModelSchema): string {
  return `delete from ${tableIn(schema)} where projection = any($1) and status <> 'skipped'`;
}

function parkSql(schema: ModelSchema): string {
  return `insert into ${tableIn(schema)} as there
    (projection, position, event_id, stream, type, keys, whole_stream, status, error, stack, attempts)
  select projection, position, event_id, stream, type, keys, whole_stream, status, error, stack, attempts
  from json_populate_recordset(null::${tableIn(schema)}, $1::json)
  on conflict (projection, position) do update
  set keys = excluded.keys, whole_stream = excluded.whole_stream, status = excluded.status, error = excluded.error,
    stack = excluded.stack, attempts = there.attempts + excluded.attempts, parked_at = now()`;
}

function readBlockedSql(schema: ModelSchema): string {
  return `select keys, whole_stream, stream from ${tableIn(schema)}
  where projection = $1 and status <> 'skipped'`;
}

function readSkippedSql(schema: ModelSchema): string {
  return `select position from ${tableIn(schema)} where projection = $1 and status = 'skipped'`;
}

const MAX_STACK_CHARS = 4_000;

export async function parkEvents(
  statements: Statements,
  schema: ModelSchema,
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
  await statements.query(`parked:add:${schema}`, parkSql(schema), [JSON.stringify(rows, storable)]);
}

/** The rows that events may not be applied to, since one before is missing. */
export async function readBlockedRows(
  statements: Statements,
  schema: ModelSchema,
  projection: string,
): Promise<BlockedRows> {
  const blocked = new BlockedRows();
  const rows = await statements.query(`parked:rows:${schema}`, readBlockedSql(schema), [projection]);
  for (const [keys, wholeStream, stream] of rows) {
    blocked.block(JSON.parse(keys!) as RowKey[], wholeStream === 't' ? stream! : undefined);
  }
  return blocked;
}

/** Positions of the events that are left out for good, as far as this version of the projection goes. */
export async function readSkipped(
  statements: Statements,
  schema: ModelSchema,
  projection: string,
): Promise<ReadonlySet<bigint>> {
  const rows = await statements.query(`parked:skipped:${schema}`, readSkippedSql(schema), [projection]);
  return new Set(rows.map(([position]) => BigInt(position!)));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** PostgreSQL has no NUL in texts and no half surrogates, and these may be the very reason of the failure. */
function storable(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? Buffer.from(value, 'utf8').toString('utf8').replaceAll('\0', '\uFFFD') : value;
}
