/** How a file's rows are written. Each may be gzipped. */
export type RowFormat = CsvFormat | TextFormat | NdjsonFormat;

/** Separated values: RFC 4180 with any separator, quoted fields with line breaks, and a row of column names. */
export interface CsvFormat {
  kind: 'csv';
  /** One or more characters; a comma by default. */
  separator?: string;
  /** One character; `"` by default, empty for files that know no quoting. */
  quote?: string;
  /** Names of the columns, for a file without a row of names. */
  columns?: readonly string[];
}

/** Values between blanks, as many as there are columns. */
export interface TextFormat {
  kind: 'text';
  /** Names of the columns, for a file without a row of names. */
  columns?: readonly string[];
}

/** A JSON value a line. */
export interface NdjsonFormat {
  kind: 'ndjson';
}
