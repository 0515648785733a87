import type { ProjectedTable, RecordedEvent } from '#kernel';

export type Rows = ReadonlyMap<string, Record<string, unknown>>;

/**
 * Folds events into a table's rows, in the order given, on from rows that are there already; `published` is what the
 * projection's reference says meanwhile.
 */
export function fold(
  table: ProjectedTable,
  events: readonly RecordedEvent[],
  from: Rows = new Map(),
  published?: unknown,
): Rows {
  const rows = new Map(from);
  for (const event of events) {
    for (const key of table.keysOf(event)) rows.set(key, table.evolve(rows.get(key), event, key, published));
  }
  return rows;
}

/** The rows as they come back from the database: through JSON and back. */
export function storedAndLoaded(rows: Rows): Rows {
  return new Map([...rows].map(([key, row]) => [key, JSON.parse(JSON.stringify(row)) as Record<string, unknown>]));
}
