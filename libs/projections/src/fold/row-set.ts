import type { Row } from './row.js';

/** Rows of one table during a fold: as loaded, and as they became. */
export class RowSet {
  /** Rows that came out otherwise than they went in. */
  readonly changed = new Map<string, Row>();

  constructor(private readonly loaded: ReadonlyMap<string, Row> = new Map()) {}

  get(key: string): Row | undefined {
    return this.changed.get(key) ?? this.loaded.get(key);
  }

  set(key: string, row: Row): void {
    this.changed.set(key, row);
  }
}
