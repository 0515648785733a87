/** One step of the schema `work`; once published, never edited: another one follows. */
export interface WorkMigration {
  /** Unique among all; applied in the order of the list that is given. */
  name: string;
  sql: string;
}
