/** How a file's rows are written. Each may be gzipped. */
export type RowFormat = CsvFormat | TextFormat | NdjsonFormat;

interface Columns {
  /** Names of the columns, where the file does not name them or other names are wanted. */
  columns?: readonly string[];
  /** Whether the first row is one of names; by default so when there are no `columns`. */
  header?: boolean;
}

/** Separated values: RFC 4180 with any separator and quoted fields with line breaks. */
export interface CsvFormat extends Columns {
  kind: 'csv';
  /** One or more characters; a comma by default. */
  separator?: string;
  /** One character; `"` by default, empty for files that know no quoting. */
  quote?: string;
}

/** Values between blanks, as many as there are columns. */
export interface TextFormat extends Columns {
  kind: 'text';
}

/** A JSON value a line. */
export interface NdjsonFormat {
  kind: 'ndjson';
}
