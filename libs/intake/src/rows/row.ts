import type { Violation } from '#kernel';

/** One row of a file, before its mapping. */
export interface Row {
  /** The line of the file on which it begins, from 1; headers and blank lines count. */
  number: number;
  /** Values by column name, or the JSON value of the line. */
  value: unknown;
  /** The row as it is in the file. */
  raw: string;
  /** Where several rows of the file were gathered into this one: the line on which each of them begins. */
  rows?: readonly number[];
  /** Why the row cannot be read, if so. */
  violation: Violation | undefined;
}

export function badRow(number: number, raw: string, violation: Violation): Row {
  return { number, value: undefined, raw, violation };
}
