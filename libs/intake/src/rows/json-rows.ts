import type { Line } from '../lines/line.js';
import { badRow, type Row } from './row.js';
import type { RowReader } from './row-reader.js';

/** A JSON value a line; blank lines mean nothing. */
export class JsonRows implements RowReader {
  take(lines: readonly Line[]): Row[] {
    const rows: Row[] = [];
    for (const { number, text, violation } of lines) {
      if (violation) rows.push(badRow(number, text, violation));
      else if (text.trim() !== '') rows.push(parse(number, text));
    }
    return rows;
  }

  end(): Row[] {
    return [];
  }
}

function parse(number: number, text: string): Row {
  try {
    return { number, value: JSON.parse(text) as unknown, raw: text, violation: undefined };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return badRow(number, text, { field: '', rule: 'json', message: `must be JSON: ${why}` });
  }
}
