import type { ColumnType, ProjectedTable, RecordedEvent } from '#kernel';
import { type CanonicalValue, canonicalText, canonicalUuid, canonicalValues } from './column-values.js';
import type { Row } from './row.js';

interface Column {
  name: string;
  canonical: CanonicalValue;
}

const NO_KEYS: readonly string[] = [];

/**
 * One table's fold, with what its functions return checked and brought into the form that the database gives back: a
 * column left out is null, uuids are lower-case, times UTC with milliseconds.
 */
export class TableFold {
  private readonly columns: readonly Column[];
  private readonly hasUuidKey: boolean;

  constructor(readonly table: ProjectedTable) {
    this.columns = Object.entries<ColumnType>(table.columns).map(([name, type]) => ({
      name,
      canonical: canonicalValues[type],
    }));
    this.hasUuidKey = table.columns[table.key] === 'uuid';
  }

  /** Keys of the rows that the event touches, each once. */
  keysOf(event: RecordedEvent): readonly string[] {
    const keys = this.table.keysOf(event);
    if (keys.length === 0) return NO_KEYS;
    if (keys.length === 1) return [this.canonicalKey(keys[0])];
    return [...new Set(keys.map((key) => this.canonicalKey(key)))];
  }

  evolve(row: Row | undefined, event: RecordedEvent, key: string, published?: unknown): Row {
    const next = this.table.evolve(row, event, key, published);
    return next === row ? row : this.canonicalRow(next, row, key);
  }

  /** The row of what two rows of the key are made of, for a table that can combine. */
  combine(one: Row, other: Row, key: string): Row {
    return this.canonicalRow(this.table.combine!(one, other), one, key);
  }

  private canonicalKey(key: unknown): string {
    try {
      return this.hasUuidKey ? canonicalUuid(key) : canonicalText(key);
    } catch (error) {
      throw new Error(`a key of ${this.table.name}: ${(error as Error).message}`, { cause: error });
    }
  }

  private canonicalRow(row: Row, before: Row | undefined, key: string): Row {
    let result = row;
    for (const column of this.columns) {
      const value = row[column.name];
      // Most columns stay as they were, and that was checked when they were set.
      const known = before?.[column.name];
      if (value === null || (value !== undefined && value === known)) continue;
      const kept = this.canonicalValue(column, value, known);
      if (kept === value) continue;
      if (result === row) result = { ...row };
      result[column.name] = kept;
    }
    if (Object.keys(result).length !== this.columns.length) this.refuseUnknownColumns(result);
    if (result[this.table.key] !== key) {
      throw new Error(`${this.table.name}: the row of ${key} says that its key is ${String(result[this.table.key])}`);
    }
    return result;
  }

  private canonicalValue({ name, canonical }: Column, value: unknown, before: unknown): unknown {
    if (value === undefined) return null;
    try {
      return canonical(value, before);
    } catch (error) {
      throw new Error(`${this.table.name}.${name}: ${(error as Error).message}`, { cause: error });
    }
  }

  private refuseUnknownColumns(row: Row): never {
    const unknown = Object.keys(row).filter((name) => !Object.hasOwn(this.table.columns, name));
    throw new Error(`${this.table.name} has no column ${unknown.join(', ')}`);
  }
}
