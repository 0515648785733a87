import type { Line } from '../lines/line.js';
import { NamedColumns } from './named-columns.js';
import type { Row } from './row.js';
import type { TextFormat } from './row-format.js';
import type { RowReader } from './row-reader.js';

const BLANKS = /[ \t]+/;

/** Values between blanks; lines may be padded on both sides. */
export class TextRows implements RowReader {
  private readonly columns: NamedColumns;

  constructor(format: TextFormat, onColumns: (columns: readonly string[]) => void) {
    this.columns = new NamedColumns(format, onColumns);
  }

  take(lines: readonly Line[]): Row[] {
    const rows: Row[] = [];
    for (const { number, text, violation } of lines) {
      if (violation) {
        rows.push(this.columns.unreadable(number, text, violation));
        continue;
      }
      const trimmed = text.trim();
      if (trimmed === '') continue;
      const row = this.columns.rowOf(number, trimmed.split(BLANKS), text);
      if (row) rows.push(row);
    }
    return rows;
  }

  end(): Row[] {
    return [];
  }
}
