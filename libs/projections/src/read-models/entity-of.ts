import { EntitySchema, type EntitySchemaColumnOptions, type ValueTransformer } from 'typeorm';
import type { ColumnType, ProjectedTable } from '#kernel';
import { READ_SCHEMA } from '../tables/sql-names.js';

const entities = new WeakMap<ProjectedTable, EntitySchema>();

/** TypeORM's view of a projected table, to read from: rows come as the fold made them. One and the same per table. */
export function entityOf<Row extends object = Record<string, unknown>>(table: ProjectedTable): EntitySchema<Row> {
  const known = entities.get(table);
  if (known) return known as EntitySchema<Row>;
  const columns = Object.entries<ColumnType>(table.columns).map(([name, type]) => [
    name,
    columnOf(type, name === table.key),
  ]);
  const made = new EntitySchema<Row>({
    name: table.name,
    tableName: table.name,
    schema: READ_SCHEMA,
    columns: Object.fromEntries(columns) as Record<keyof Row, EntitySchemaColumnOptions>,
  });
  entities.set(table, made);
  return made;
}

/** PostgreSQL's 64-bit integers come as texts. */
const asNumber: ValueTransformer = {
  from: (value: string | null) => (value === null ? null : Number(value)),
  to: (value: unknown) => value,
};

const asInstant: ValueTransformer = {
  from: (value: Date | null) => (value === null ? null : value.toISOString()),
  to: (value: unknown) => value,
};

function columnOf(type: ColumnType, primary: boolean): EntitySchemaColumnOptions {
  const options: EntitySchemaColumnOptions = primary ? { type: 'text', primary } : { type: 'text', nullable: true };
  if (type === 'text[]') return { ...options, array: true };
  if (type === 'bigint') return { ...options, type, transformer: asNumber };
  if (type === 'timestamptz') return { ...options, type, transformer: asInstant };
  return { ...options, type };
}
