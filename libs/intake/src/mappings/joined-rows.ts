import type { RowFormat } from '../rows/row-format.js';

/** A further file whose rows are looked up by a key while the rows of the main file are read. It is held in memory. */
export interface JoinedFile {
  /** What it is called where it lies beside the main file; `.gz` may follow. None when it must be given. */
  file?: string;
  format: RowFormat;
  /** The columns by which its rows are found. */
  key: readonly string[];
  /** Whether several rows may have one key. Where they may not, two with the same key end the import before it begins. */
  many?: boolean;
  /** Is told the columns once they are known; throws MappingInvalid when the mapping cannot work with them. */
  checkColumns?(columns: readonly string[]): void;
}

/** The rows of a joined file, by their key: the values of the key's columns, in their order. */
export interface JoinedRows {
  /** The first row with that key; undefined when there is none. */
  get(...key: readonly unknown[]): unknown;
  /** All rows with that key. */
  all(...key: readonly unknown[]): readonly unknown[];
}

/** Joined files by the names that the mapping gives them. */
export type Joined = Readonly<Record<string, JoinedRows>>;
