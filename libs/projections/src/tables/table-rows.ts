import type { ColumnType, ProjectedTable } from '#kernel';
import type { Row } from '../fold/row.js';
import { type ReadText, columnReaders, textListLiteral } from './column-text.js';
import { qualified, quoted } from './sql-names.js';

/** Runs a statement; every value comes back as the text that PostgreSQL wrote. */
export interface Statements {
  query(name: string, text: string, values: readonly string[]): Promise<(string | null)[][]>;
}

/** Rows go to the database in statements of about this many characters, far below what a parameter may hold. */
const MAX_STATEMENT_CHARS = 32_000_000;

/** The rows of one table, loaded and written many at a time. */
export class TableRows {
  private readonly columns: readonly { name: string; read: ReadText }[];
  private readonly keyIndex: number;
  private readonly loadSql: string;
  private readonly writeSql: string;

  constructor(
    private readonly schema: string,
    readonly table: ProjectedTable,
  ) {
    const columns = Object.entries<ColumnType>(table.columns);
    this.columns = columns.map(([name, type]) => ({ name, read: columnReaders[type] }));
    this.keyIndex = columns.findIndex(([name]) => name === table.key);
    const target = qualified(schema, table.name);
    const names = columns.map(([name]) => quoted(name)).join(', ');
    const key = quoted(table.key);
    this.loadSql = `select ${names} from ${target} where ${key} = any($1::${table.columns[table.key]}[])`;
    this.writeSql =
      `insert into ${target} (${names}) select ${names} from json_populate_recordset(null::${target}, $1::json) ` +
      `on conflict (${key}) ${onConflict(columns.map(([name]) => name).filter((name) => name !== table.key))}`;
  }

  async load(statements: Statements, keys: ReadonlySet<string>): Promise<Map<string, Row>> {
    if (keys.size === 0) return new Map();
    const found = await statements.query(`load:${this.schema}:${this.table.name}`, this.loadSql, [
      textListLiteral(keys),
    ]);
    return new Map(found.map((values) => [values[this.keyIndex]!, this.rowOf(values)]));
  }

  /** Inserts or replaces the rows: one statement, unless they are huge. */
  write(statements: Statements, rows: Iterable<Row>): Promise<unknown>[] {
    return Array.from(inDocuments([...rows], this.table.name), (json) =>
      statements.query(`write:${this.schema}:${this.table.name}`, this.writeSql, [json]),
    );
  }

  /** Values as PostgreSQL wrote them, in the order of the table's columns. */
  rowOf(values: readonly (string | null)[]): Row {
    const row: Row = {};
    for (let index = 0; index < this.columns.length; index += 1) {
      const { name, read } = this.columns[index]!;
      const value = values[index]!;
      row[name] = value === null ? null : read(value);
    }
    return row;
  }
}

function onConflict(names: readonly string[]): string {
  if (names.length === 0) return 'do nothing';
  return `do update set ${names.map((name) => `${quoted(name)} = excluded.${quoted(name)}`).join(', ')}`;
}

/** The rows as JSON lists: one, or several where that would be too long. */
function* inDocuments(rows: readonly Row[], table: string): Generator<string> {
  if (rows.length === 0) return;
  const json = jsonOf(rows, table);
  if (json !== undefined && (json.length <= MAX_STATEMENT_CHARS || rows.length === 1)) {
    yield json;
    return;
  }
  const middle = rows.length >> 1;
  yield* inDocuments(rows.slice(0, middle), table);
  yield* inDocuments(rows.slice(middle), table);
}

/** A row that JSON cannot say: too long, circular, a BigInt. */
export class UnwritableRow extends Error {
  constructor(table: string, cause: unknown) {
    super(`${table}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'UnwritableRow';
  }
}

/** Undefined when the rows together are longer than a text can be. Throws UnwritableRow where it is a single one. */
function jsonOf(rows: readonly Row[], table: string): string | undefined {
  try {
    return JSON.stringify(rows);
  } catch (error) {
    if (rows.length > 1) return undefined;
    throw new UnwritableRow(table, error);
  }
}
