/** Which rows of a file make one fact together: those that say the same in these columns. */
export interface Grouping {
  by: readonly string[];
  /** Whether rows of one group stand together in the file: then one group is held in memory at a time. */
  contiguous?: boolean;
}

/** Rows that belong together, in the order of the file. What a mapping with a grouping is given for a row. */
export interface RowGroup {
  rows: readonly unknown[];
  /** The line of the file on which each of them begins. */
  numbers: readonly number[];
}
