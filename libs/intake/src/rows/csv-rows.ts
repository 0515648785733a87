import { MAX_LINE_BYTES } from '../lines/read-lines.js';
import type { Line } from '../lines/line.js';
import { CsvRecord } from './csv-record.js';
import { NamedColumns } from './named-columns.js';
import type { Row } from './row.js';
import type { CsvFormat } from './row-format.js';
import type { RowReader } from './row-reader.js';

/** A field with more line breaks than this is one whose closing quote was forgotten. */
const MAX_RECORD_LINES = 1_000;

/**
 * Separated values with quoted line breaks. A record that breaks the rules of quoting is rejected by its first line
 * alone, and the reading goes on with the line behind it: one stray quote must not cost the rest of the file. (This is
 * why no parser of a whole stream is used.)
 */
export class CsvRows implements RowReader {
  private readonly columns: NamedColumns;
  private readonly separator: string;
  private readonly quote: string;
  private record: CsvRecord | undefined;
  /** The lines of a record whose quoted field goes on. */
  private open: Line[] = [];
  private openLength = 0;

  constructor(format: CsvFormat, onColumns: (columns: readonly string[]) => void) {
    this.separator = format.separator ?? ',';
    this.quote = format.quote ?? '"';
    this.columns = new NamedColumns(format, onColumns);
  }

  take(lines: readonly Line[]): Row[] {
    const rows: Row[] = [];
    this.readAll(lines, rows);
    return rows;
  }

  end(): Row[] {
    const rows: Row[] = [];
    while (this.open.length > 0) this.readAll(this.giveUp('is never closed', rows), rows);
    return rows;
  }

  private readAll(lines: readonly Line[], rows: Row[]): void {
    // Lines to read again go before the others.
    const batches: { lines: readonly Line[]; at: number }[] = [{ lines, at: 0 }];
    for (let batch = batches.at(-1); batch; batch = batches.at(-1)) {
      const line = batch.lines[batch.at];
      if (!line) {
        batches.pop();
        continue;
      }
      batch.at += 1;
      const again = this.read(line, rows);
      if (again.length > 0) batches.push({ lines: again, at: 0 });
    }
  }

  /** Reads one line; answers the lines that must be read again as records of their own. */
  private read(line: Line, rows: Row[]): Line[] {
    const { number, text, violation } = line;
    if (violation) {
      if (this.open.length > 0) return [...this.giveUp('is not closed before a line that cannot be read', rows), line];
      rows.push(this.columns.unreadable(number, text, violation));
      return [];
    }
    if (this.open.length === 0) {
      if (text.trim() === '') return [];
      if (this.quote === '' || !text.includes(this.quote)) {
        this.add(number, text.split(this.separator), text, rows);
        return [];
      }
    }
    this.record ??= new CsvRecord(this.separator, this.quote);
    this.open.push(line);
    this.openLength += text.length;
    const state = this.record.take(text);
    if (state === 'complete') {
      const raw = this.open.map((each) => each.text).join('\n');
      this.add(this.open[0]!.number, this.record.fields, raw, rows);
      this.close();
      return [];
    }
    if (state !== 'open') return this.giveUp(state.message, rows);
    if (this.open.length > MAX_RECORD_LINES || this.openLength > MAX_LINE_BYTES) {
      return this.giveUp('is not closed within a record of allowed size', rows);
    }
    return [];
  }

  private add(number: number, fields: readonly string[], raw: string, rows: Row[]): void {
    const row = this.columns.rowOf(number, fields, raw);
    if (row) rows.push(row);
  }

  /** Rejects the first line of the open record; answers its other lines. */
  private giveUp(why: string, rows: Row[]): Line[] {
    const [first, ...others] = this.open;
    const message = why.startsWith('the quote') ? why : `a quote ${why}`;
    rows.push(this.columns.unreadable(first!.number, first!.text, { field: '', rule: 'quote', message }));
    this.close();
    return others;
  }

  private close(): void {
    this.record = undefined;
    this.open = [];
    this.openLength = 0;
  }
}
