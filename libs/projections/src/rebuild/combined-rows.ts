import type { Row } from '../fold/row.js';
import type { TableFold } from '../fold/table-fold.js';

/** Rows of one table, each combined of what several streams make of it. */
export class CombinedRows {
  private readonly byKey = new Map<string, Row>();

  constructor(private readonly fold: TableFold) {}

  get rows(): Row[] {
    return [...this.byKey.values()];
  }

  add(key: string, row: Row): void {
    const known = this.byKey.get(key);
    this.byKey.set(key, known ? this.fold.combine(known, row, key) : row);
  }
}
