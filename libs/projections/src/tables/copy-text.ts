import type { ColumnType, ProjectedTable } from '#kernel';
import type { Row } from '../fold/row.js';
import { textListLiteral } from './column-text.js';
import { type ModelSchema, qualified, quoted } from './sql-names.js';
import { UnwritableRow } from './table-rows.js';

/** Rows of one table in the text format of COPY. */
export class CopyText {
  readonly copySql: string;
  private readonly columns: readonly { name: string; write: (value: never) => string }[];

  constructor(
    schema: ModelSchema,
    private readonly table: ProjectedTable,
  ) {
    const columns = Object.entries<ColumnType>(table.columns);
    this.columns = columns.map(([name, type]) => ({ name, write: writers[type] }));
    const names = columns.map(([name]) => quoted(name)).join(', ');
    this.copySql = `copy ${qualified(schema, table.name)} (${names}) from stdin`;
  }

  /** A line, with its end. Throws UnwritableRow. */
  lineOf(row: Row): string {
    try {
      const values = this.columns.map(({ name, write }) => {
        const value = row[name];
        return value === null || value === undefined ? '\\N' : write(value as never);
      });
      return `${values.join('\t')}\n`;
    } catch (error) {
      throw new UnwritableRow(this.table.name, error);
    }
  }
}

const SPECIAL = /[\\\t\n\r\b\f\v]/;
const ALL_SPECIAL = /[\\\t\n\r\b\f\v]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
};

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(ALL_SPECIAL, (special) => ESCAPES[special]!) : text;
}

const plain = (text: string): string => text;
const numeral = (value: number): string => `${value}`;

const writers: Record<ColumnType, (value: never) => string> = {
  uuid: plain,
  text: escaped,
  integer: numeral,
  bigint: numeral,
  boolean: (value: boolean) => (value ? 't' : 'f'),
  timestamptz: plain,
  date: plain,
  jsonb: (value: unknown) => escaped(JSON.stringify(value)),
  'text[]': (value: readonly string[]) => escaped(textListLiteral(value)),
};
