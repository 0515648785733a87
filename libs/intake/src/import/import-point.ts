import type { ImportFigures } from './import-figures.js';

/** A durable point of an import: everything before it is in the log, nothing after it has been offered. JSON. */
export interface ImportPoint {
  /** Rows, or groups of them, that have been dealt with. */
  taken: number;
  figures: ImportFigures;
  /** How many rejects were written. */
  rejects: number;
  /** No event of what comes after lies at or before this position of the log. */
  position: string;
  elapsedMs: number;
}

/** Where an import can go on from, and how it says so. */
export interface DurableImport {
  /** From where it goes on. */
  from: ImportPoint;
  /** Whether an earlier run may have stored something behind that point. */
  resumed: boolean;
  keep(point: ImportPoint): Promise<void>;
  everyMs: number;
}
