import type { ProjectedTable } from '#kernel';
import type { Row } from '../fold/row.js';
import { READ_SCHEMA, SHADOW_SCHEMA, qualified, quoted } from '../tables/sql-names.js';
import { type Statements, TableRows } from '../tables/table-rows.js';

/** A row as either side has it. */
export interface RowPair {
  table: ProjectedTable;
  key: string;
  live: Row | undefined;
  rebuilt: Row | undefined;
}

export interface TableComparison {
  /** How many rows are not alike. */
  count: number;
  /** The first of them by key. */
  pairs: RowPair[];
}

/** Compares a live table with the rebuilt one, row by row, as the statements see both. */
export async function compareTables(
  statements: Statements,
  table: ProjectedTable,
  limit: number,
): Promise<TableComparison> {
  const names = Object.keys(table.columns).map(quoted);
  const key = quoted(table.key);
  const from = `from ${qualified(READ_SCHEMA, table.name)} as live
    full join ${qualified(SHADOW_SCHEMA, table.name)} as rebuilt on live.${key} = rebuilt.${key}
    where live.${key} is null or rebuilt.${key} is null
      or (${names.map((name) => `live.${name}`).join(', ')}, 0)
        is distinct from (${names.map((name) => `rebuilt.${name}`).join(', ')}, 0)`;
  const columns = ['live', 'rebuilt'].flatMap((side) => names.map((name) => `${side}.${name}`)).join(', ');
  const found = await statements.query(
    `compare:${table.name}`,
    `select count(*) over (), ${columns} ${from} order by coalesce(live.${key}, rebuilt.${key}) limit ${limit}`,
    [],
  );
  const rows = new TableRows(READ_SCHEMA, table);
  const pairs = found.map(([, ...values]): RowPair => {
    const live = rows.rowOf(values.slice(0, names.length));
    const rebuilt = rows.rowOf(values.slice(names.length));
    const liveKey = live[table.key] as string | null;
    const rebuiltKey = rebuilt[table.key] as string | null;
    return {
      table,
      key: (rebuiltKey ?? liveKey)!,
      live: liveKey === null ? undefined : live,
      rebuilt: rebuiltKey === null ? undefined : rebuilt,
    };
  });
  return { count: Number(found[0]?.[0] ?? 0), pairs };
}
