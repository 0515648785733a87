import { createHash } from 'node:crypto';
import type { ColumnType, ProjectedTable } from '#kernel';
import { qualified, quoted } from './sql-names.js';

/** What of a table decides how it lies in the database; kept beside the checkpoint to notice a change. */
export interface TableShape {
  name: string;
  key: string;
  /** Name and type, in the order of the table. */
  columns: [string, ColumnType][];
  indexes: string[];
}

export function shapeOf(table: ProjectedTable): TableShape {
  return {
    name: table.name,
    key: table.key,
    columns: Object.entries<ColumnType>(table.columns),
    indexes: [...(table.indexes ?? [])],
  };
}

/** Space is left in each page, so that a changed row can stay on its page and its indexes alone. */
const FILL_FACTOR = 80;

/** `keyed`: with its primary key, as is assumed. */
export function createTableSql(
  schema: string,
  { name, key, columns }: TableShape,
  { keyed = true }: { keyed?: boolean } = {},
): string {
  const lines = columns.map(
    ([column, type]) => `${quoted(column)} ${type}${keyed && column === key ? ' primary key' : ''}`,
  );
  return `create table ${qualified(schema, name)} (${lines.join(', ')}) with (fillfactor = ${FILL_FACTOR})`;
}

export function addKeySql(schema: string, { name, key }: TableShape): string {
  return `alter table ${qualified(schema, name)} add primary key (${quoted(key)})`;
}

export function createIndexSql(schema: string, table: string, index: string): string {
  return `create index if not exists ${quoted(indexName(table, index))} on ${qualified(schema, table)} ${index}`;
}

export function dropIndexSql(schema: string, table: string, index: string): string {
  return `drop index if exists ${qualified(schema, indexName(table, index))}`;
}

export function dropTableSql(schema: string, table: string): string {
  return `drop table if exists ${qualified(schema, table)}`;
}

/** Named by what it says: the same index has the same name in every database. */
function indexName(table: string, index: string): string {
  return `${table.slice(0, 46)}_${createHash('sha256').update(`${table} ${index}`).digest('hex').slice(0, 12)}`;
}
