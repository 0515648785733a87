/** A row that the live tables and the rebuilt ones do not have alike. */
export interface Difference {
  projection: string;
  table: string;
  key: string;
  /** `missing`: the live table lacks it; `extra`: only the live table has it; `different`: a field is not the same. */
  kind: 'missing' | 'extra' | 'different';
  /** Of a row that is different: one for each field. */
  field: string | null;
  live: unknown;
  rebuilt: unknown;
  /** Where the two part, as far as the log tells; null where no event makes the row. */
  event: EventOfDifference | null;
}

/**
 * The first event after which the live row can no longer be what the log makes of it: the one that changed the field
 * after it last was as the live row has it; where it never was, the last one that changed it.
 */
export interface EventOfDifference {
  id: string;
  type: string;
  position: string;
  stream: string;
  revision: number;
}

export interface ProjectionVerdict {
  name: string;
  rows: number;
  /** Of the rebuilt tables, whatever the order of their rows: see digestSql. */
  digest: string;
  /** How many rows are not alike. */
  differences: number;
}

/** What comparing rebuilt tables with the live ones, both at one position, came to. */
export interface Verdict {
  position: string;
  projections: ProjectionVerdict[];
  /** The first of them, up to MAX_DIFFERENCES. */
  differences: Difference[];
}

/** More are counted, not told one by one. */
export const MAX_DIFFERENCES = 100;

export function differencesOf({ projections }: Verdict): number {
  return projections.reduce((sum, { differences }) => sum + differences, 0);
}
