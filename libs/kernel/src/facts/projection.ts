import type { RecordedEvent } from './event.js';
import type { Reference } from './reference.js';

/** How one column of a projection's table is kept in PostgreSQL. */
export type ColumnType =
  'uuid' | 'text' | 'integer' | 'bigint' | 'boolean' | 'timestamptz' | 'date' | 'jsonb' | 'text[]';

/**
 * One table of a projection: a fold per row. A row is plain data by column name: bigint columns hold safe integers as
 * numbers, timestamptz ones RFC 3339 texts in UTC, date ones YYYY-MM-DD, jsonb ones any JSON. The same functions serve
 * the live projection, as-of questions and rebuilds, so they are pure: no clock, no random, no I/O.
 */
export interface ProjectedTable<Row extends object = Record<string, unknown>> {
  /** Name in the schema `read`, snake_case, singular. */
  name: string;
  /** Column types by column name, in the order of the table. */
  columns: Record<keyof Row & string, ColumnType>;
  /** The one column that is the primary key; text or uuid. */
  key: keyof Row & string;
  /** Further indexes, each as PostgreSQL writes its columns: `(stage)`, `(lower(name) text_pattern_ops)`. */
  indexes?: readonly string[];
  /** Keys of the rows that the event touches; none for an event that means nothing here. */
  keysOf(event: RecordedEvent): readonly string[];
  /**
   * The row after the event; undefined before means that there is none yet. Must not change `row` in place. `published`
   * is what the projection's reference had published before the event.
   */
  evolve(row: Row | undefined, event: RecordedEvent, key: string, published: unknown): Row;
  /**
   * For rows that gather from several streams: the row of all events out of two, each folded from the events of other
   * streams, whichever is named first. A rebuild then folds stream by stream here too, instead of the whole log in order.
   * Whether `evolve` takes an event must then not depend on what other streams have made of the row.
   */
  combine?(one: Row, other: Row): Row;
}

/** A named, versioned fold of the log into tables. */
export interface Projection {
  name: string;
  /** Raised when what it makes of the events changes: it is then derived again from position 0. */
  version: number;
  tables: readonly ProjectedTable[];
  /**
   * `stream`: each row is touched by the events of one stream only, so that several processes can derive it, each some of
   * the streams. `log`, as is assumed: rows gather from all streams, and one process derives it.
   */
  scope?: 'stream' | 'log';
  /** Published rules that its tables go by. */
  reference?: Reference<unknown>;
}

/** Keeps a table's own row type inside while projections list tables of any rows. */
export function projectedTable<Row extends object>(table: ProjectedTable<Row>): ProjectedTable {
  return table as unknown as ProjectedTable;
}
