import type { ProjectedTable, Projection, RecordedEvent, ReferenceTimeline } from '#kernel';
import { BlockedRows } from './fold/blocked-rows.js';
import { type LeftOut, ProjectionFold } from './fold/projection-fold.js';
import type { Row } from './fold/row.js';
import { RowSet } from './fold/row-set.js';

/**
 * What the events make of a projection's tables: rows by table and key. An event that fails is thrown, or given to
 * `onLeftOut` and then left out together with the later events of its rows, as the live projection does. Published rules
 * come from the events, and from `published` where they are not among them.
 */
export function foldRows(
  projection: Projection,
  events: readonly RecordedEvent[],
  onLeftOut?: (leftOut: LeftOut) => void,
  published?: ReferenceTimeline,
): Map<string, Map<string, Row>> {
  const fold = new ProjectionFold(projection, published);
  const rows = fold.tables.map(() => new RowSet());
  const { leftOut } = fold.apply(fold.touches(events), rows, new BlockedRows());
  for (const event of leftOut) {
    if (!onLeftOut) throw event.error;
    onLeftOut(event);
  }
  return new Map(fold.tables.map(({ table }, index) => [table.name, rows[index]!.changed]));
}

/** What the events make of one table: rows by key. Throws what an event that fails threw. */
export function foldTable(
  table: ProjectedTable,
  events: readonly RecordedEvent[],
  published?: ReferenceTimeline,
): Map<string, Row> {
  const reference = published && { reference: published.reference };
  return foldRows({ name: table.name, version: 1, tables: [table], ...reference }, events, undefined, published).get(
    table.name,
  )!;
}
