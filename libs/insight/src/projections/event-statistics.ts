import { type Projection, type RecordedEvent, customerOfStream, projectedTable } from '#kernel';

/** How many events of one type the log holds. */
export interface EventTypeRow {
  type: string;
  events: number;
  first_position: number;
  last_position: number;
  /** Time of occurrence of the earliest and the latest one. */
  first_occurred_at: string;
  last_occurred_at: string;
}

function evolve(row: EventTypeRow | undefined, event: RecordedEvent): EventTypeRow {
  const position = Number(event.position);
  const { occurredAt } = event.metadata;
  if (!row) {
    return {
      type: event.type,
      events: 1,
      first_position: position,
      last_position: position,
      first_occurred_at: occurredAt,
      last_occurred_at: occurredAt,
    };
  }
  return {
    ...row,
    events: row.events + 1,
    last_position: position,
    first_occurred_at: occurredAt < row.first_occurred_at ? occurredAt : row.first_occurred_at,
    last_occurred_at: occurredAt > row.last_occurred_at ? occurredAt : row.last_occurred_at,
  };
}

function combine(one: EventTypeRow, other: EventTypeRow): EventTypeRow {
  return {
    type: one.type,
    events: one.events + other.events,
    first_position: Math.min(one.first_position, other.first_position),
    last_position: Math.max(one.last_position, other.last_position),
    first_occurred_at:
      one.first_occurred_at < other.first_occurred_at ? one.first_occurred_at : other.first_occurred_at,
    last_occurred_at: one.last_occurred_at > other.last_occurred_at ? one.last_occurred_at : other.last_occurred_at,
  };
}

export const eventTypeTable = projectedTable<EventTypeRow>({
  name: 'event_type',
  columns: {
    type: 'text',
    events: 'bigint',
    first_position: 'bigint',
    last_position: 'bigint',
    first_occurred_at: 'timestamptz',
    last_occurred_at: 'timestamptz',
  },
  key: 'type',
  keysOf: (event) => [event.type],
  evolve,
  combine,
});

/** One figure about the whole ledger. */
export interface LedgerTotalRow {
  name: string;
  total: number;
}

/** Name of the total that counts customers: each has a stream, and each stream one first event. */
export const CUSTOMERS_TOTAL = 'customers';

export const ledgerTotalTable = projectedTable<LedgerTotalRow>({
  name: 'ledger_total',
  columns: { name: 'text', total: 'bigint' },
  key: 'name',
  keysOf: (event) => (event.revision === 0 && customerOfStream(event.stream) ? [CUSTOMERS_TOTAL] : []),
  evolve: (row, _event, name) => ({ name, total: (row?.total ?? 0) + 1 }),
  combine: (one, other) => ({ name: one.name, total: one.total + other.total }),
});

/** The log in numbers: events by type, and customers. */
export const statisticsProjection: Projection = {
  name: 'statistics',
  version: 1,
  tables: [eventTypeTable, ledgerTotalTable],
};
