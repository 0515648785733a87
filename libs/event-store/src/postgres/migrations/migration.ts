/** One step of the schema; once published, never edited: another one follows. */
export interface Migration {
  number: number;
  name: string;
  sql: string;
}
