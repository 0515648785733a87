import { isDeepStrictEqual } from 'node:util';
import type { EventCodec, EventStore, StoredEvent } from '#event-store';
import { customerStream, isUuid, type Projection, type ProjectedTable } from '#kernel';
import { entryOf } from '../engine/entry-of.js';
import { isDivided } from '../engine/slot.js';
import { BlockedRows } from '../fold/blocked-rows.js';
import type { LogEntry } from '../fold/log-entry.js';
import { ProjectionFold } from '../fold/projection-fold.js';
import type { Row } from '../fold/row.js';
import { RowSet } from '../fold/row-set.js';
import type { RowPair } from './compare-tables.js';
import type { Difference, EventOfDifference } from './verdict.js';

interface FieldTrace {
  field: string;
  live: unknown;
  rebuilt: unknown;
  /** The last event that changed it. */
  changed: EventOfDifference | null;
  /** The first that changed it after it was last as the live row has it. */
  parted: EventOfDifference | null;
  wasAlike: boolean;
  last: unknown;
}

/** What is looked for in one row while the log is folded once more. */
interface RowTrace {
  pair: RowPair;
  first: EventOfDifference | null;
  fields: FieldTrace[];
}

/** Tells of each row that differs which fields do, and by which event, folding what there is of it in the log. */
export async function explainDifferences(
  { store, codec }: { store: EventStore; codec: EventCodec },
  projection: Projection,
  pairs: readonly RowPair[],
  upTo: bigint,
  /** Positions of events that neither of the two counts. */
  skipped: ReadonlySet<bigint>,
): Promise<Difference[]> {
  if (pairs.length === 0) return [];
  const traces = new Map(pairs.map((pair) => [nameOf(pair.table, pair.key), traceOf(pair)]));
  const fold = new ProjectionFold(projection, undefined, skipped);
  const rows = fold.tables.map(() => new RowSet());
  for await (const page of eventsBehind(store, projection, pairs)) {
    const entries = page.filter(({ position }) => position <= upTo).map((event) => entryOf(event, codec));
    for (const touch of fold.touches(entries)) {
      const keys = touch.keys.map((ofTable, at) =>
        ofTable.filter((key) => traces.has(nameOf(fold.tables[at]!.table, key))),
      );
      if (!keys.some((ofTable) => ofTable.length > 0)) continue;
      fold.apply([{ ...touch, keys }], rows, new BlockedRows());
      for (const [at, ofTable] of keys.entries()) {
        const { table } = fold.tables[at]!;
        for (const key of ofTable) follow(traces.get(nameOf(table, key))!, touch.entry, rows[at]!.get(key));
      }
    }
  }
  return [...traces.values()].flatMap((trace) => differencesIn(projection.name, trace));
}

function nameOf(table: ProjectedTable, key: string): string {
  return `${table.name} ${key}`;
}

function traceOf(pair: RowPair): RowTrace {
  const { table, live, rebuilt } = pair;
  const fields =
    live && rebuilt
      ? Object.keys(table.columns).filter((field) => !isDeepStrictEqual(live[field], rebuilt[field]))
      : [];
  return {
    pair,
    first: null,
    fields: fields.map((field) => ({
      ...{ field, live: live![field], rebuilt: rebuilt![field], changed: null, parted: null },
      wasAlike: live![field] === null,
      last: undefined,
    })),
  };
}

/** The row as the event left it. */
function follow(trace: RowTrace, entry: LogEntry, row: Row | undefined): void {
  if (!row) return;
  const { id, type, position, stream, revision } = entry;
  const event = { id, type, position: String(position), stream, revision };
  trace.first ??= event;
  for (const field of trace.fields) {
    const value = asStored(row[field.field]);
    const isAlike = isDeepStrictEqual(value, field.live);
    if (isAlike) field.parted = null;
    else if (field.wasAlike) field.parted = event;
    field.wasAlike = isAlike;
    if (!isDeepStrictEqual(value, field.last)) field.changed = event;
    field.last = value;
  }
}

/** Members that are undefined are not in what comes back from the database. */
function asStored(value: unknown): unknown {
  return typeof value === 'object' ? (JSON.parse(JSON.stringify(value)) as unknown) : value;
}

function differencesIn(projection: string, { pair, first, fields }: RowTrace): Difference[] {
  const { table, key, live, rebuilt } = pair;
  const where = { projection, table: table.name, key };
  if (live && rebuilt) {
    return fields.map(({ field, parted, changed, ...values }) => ({
      ...{ ...where, kind: 'different' as const, field, live: values.live, rebuilt: values.rebuilt },
      event: parted ?? changed,
    }));
  }
  const kind = live ? 'extra' : 'missing';
  return [{ ...where, kind, field: null, live: live ?? null, rebuilt: rebuilt ?? null, event: first }];
}

/** The events that can have made the rows: their customers' where that is known, else all of the log. */
function eventsBehind(
  store: EventStore,
  projection: Projection,
  pairs: readonly RowPair[],
): AsyncIterable<StoredEvent[]> {
  const customers = pairs.map(({ live, rebuilt }) => (rebuilt ?? live)?.customer_id);
  const isKnown = customers.every((id): id is string => typeof id === 'string' && isUuid(id));
  if (!isDivided(projection) || !isKnown || projection.reference) return store.readAll();
  return store.readStreams([...new Set(customers)].map(customerStream));
}
