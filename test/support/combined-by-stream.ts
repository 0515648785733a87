import type { ProjectedTable, RecordedEvent } from '#kernel';
import { type Rows, fold } from './fold.js';

/** A table's rows as a rebuild makes them: each stream folded alone, then combined, the last stream first. */
export function combinedByStream(table: ProjectedTable, events: readonly RecordedEvent[]): Rows {
  const rows = new Map<string, Record<string, unknown>>();
  const streams = new Set(events.map(({ stream }) => stream));
  for (const stream of [...streams].reverse()) {
    const own = fold(
      table,
      events.filter((event) => event.stream === stream),
    );
    for (const [key, row] of own) {
      const known = rows.get(key);
      rows.set(key, known ? table.combine!(known, row) : row);
    }
  }
  return rows;
}
