import { ValidationFailed, type Violation } from '#kernel';
import { badRow, type Row } from './row.js';
import type { TextFormat } from './row-format.js';

/** Gives fields the names of their columns: the format's, else those of the file's first row. */
export class NamedColumns {
  private columns: readonly string[] | undefined;
  private headerIsAhead: boolean;

  constructor(
    { columns, header }: Pick<TextFormat, 'columns' | 'header'>,
    private readonly onColumns: (columns: readonly string[]) => void,
  ) {
    this.headerIsAhead = header ?? columns === undefined;
    if (columns) this.name(columns);
  }

  /** The row that the fields make, or undefined for the row of names. Throws ValidationFailed for names that clash. */
  rowOf(number: number, fields: readonly string[], raw: string): Row | undefined {
    if (this.headerIsAhead) {
      this.headerIsAhead = false;
      if (!this.columns) this.name(fields.map((field) => field.trim()));
      return undefined;
    }
    const columns = this.columns ?? [];
    if (fields.length !== columns.length) return badRow(number, raw, raggedRow(fields.length, columns.length));
    const value: Record<string, string> = {};
    for (let at = 0; at < columns.length; at += 1) value[columns[at]!] = fields[at]!;
    return { number, value, raw, violation: undefined };
  }

  /** A row that cannot be read. Throws ValidationFailed when it should have named the columns. */
  unreadable(number: number, raw: string, violation: Violation): Row {
    if (!this.headerIsAhead) return badRow(number, raw, violation);
    const message = `the row of column names (line ${number}) cannot be read: ${violation.message}`;
    throw new ValidationFailed([{ ...violation, field: 'columns', message }]);
  }

  private name(columns: readonly string[]): void {
    const seen = new Set<string>();
    for (const column of columns) {
      if (column === '__proto__' || seen.has(column)) {
        const message = seen.has(column) ? `two columns are called "${column}"` : 'a column cannot be called __proto__';
        throw new ValidationFailed([{ field: 'columns', rule: 'unique', message }]);
      }
      seen.add(column);
    }
    this.columns = columns;
    this.onColumns(columns);
  }
}

function raggedRow(found: number, expected: number): Violation {
  return { field: '', rule: 'columns', message: `has ${found} fields, and the file ${expected} columns` };
}
