/** A row of a projected table: plain data by column name. */
export type Row = Record<string, unknown>;

/** Which row of a projection: table and key. */
export interface RowKey {
  table: string;
  key: string;
}
