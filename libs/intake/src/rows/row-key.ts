import { columnReader, isEmpty, textOf } from '../mappings/columns.js';
import { isObject } from '../mappings/known-keys.js';

/** Between the values of a key: no text of a file is likely to hold it, and a JSON text may not. */
const BETWEEN = '\u0000';

/** The one text that stands for a key's values; undefined when one of them is empty. */
export function keyText(values: readonly unknown[]): string | undefined {
  let key = '';
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at];
    if (isEmpty(value)) return undefined;
    key += at === 0 ? textOf(value) : BETWEEN + textOf(value);
  }
  return key;
}

/** Reads the key of a row, and says which of its columns is empty. */
export class RowKey {
  private readonly readers: readonly ((columns: Record<string, unknown>) => unknown)[];

  constructor(
    private readonly columns: readonly string[],
    isJson: boolean,
  ) {
    this.readers = columns.map((column) => columnReader(column, isJson));
  }

  of(row: unknown): string | undefined {
    return isObject(row) ? keyText(this.readers.map((read) => read(row))) : undefined;
  }

  /** The first column of the key that the row leaves empty. */
  missingIn(row: unknown): string {
    const at = this.readers.findIndex((read) => isEmpty(isObject(row) ? read(row) : undefined));
    return this.columns[Math.max(at, 0)] ?? '';
  }
}
