import type { Line } from '../lines/line.js';
import { CsvRows } from './csv-rows.js';
import { JsonRows } from './json-rows.js';
import type { Row } from './row.js';
import type { RowFormat } from './row-format.js';
import { TextRows } from './text-rows.js';

/** Makes rows of lines, batch by batch. */
export interface RowReader {
  /** The rows that these lines complete. */
  take(lines: readonly Line[]): Row[];
  /** The rows that are left when the file ends. */
  end(): Row[];
}

/** `onColumns` is told the column names once they are known; what it throws ends the reading. */
export function rowReader(format: RowFormat, onColumns: (columns: readonly string[]) => void): RowReader {
  switch (format.kind) {
    case 'csv':
      return new CsvRows(format, onColumns);
    case 'text':
      return new TextRows(format, onColumns);
    case 'ndjson':
      return new JsonRows();
  }
}
