import { CsvRows } from './csv-rows.js';
import { JsonRows } from './json-rows.js';
import type { RowFormat } from './row-format.js';
import type { RowReader } from './row-reader.js';
import { TextRows } from './text-rows.js';

/** `onColumns` is told the column names once they are known; what it throws ends the reading. */
export function rowReaderFor(format: RowFormat, onColumns: (columns: readonly string[]) => void): RowReader {
  switch (format.kind) {
    case 'csv':
      return new CsvRows(format, onColumns);
    case 'text':
      return new TextRows(format, onColumns);
    case 'ndjson':
      return new JsonRows();
  }
}
