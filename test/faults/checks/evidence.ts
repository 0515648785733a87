import type { RecordedEvent } from '#kernel';
import type { History } from '../client/history.js';

/** A row as it was before and after a change, in the order of the changes. */
export interface Change {
  sequence: number;
  /** Schema and name. */
  table: string;
  before: Readonly<Record<string, unknown>> | null;
  after: Readonly<Record<string, unknown>> | null;
  /** The database's time, in milliseconds. */
  atMs: number;
  /** Process and beginning of the session that changed it. */
  session: string;
  /** Whether the session that a lease's row named before still lived. */
  sessionLived: boolean | null;
}

/** What is known after everything has come to rest. */
export interface Evidence {
  history: History;
  /** The whole log, in its order. */
  log: readonly RecordedEvent[];
  /** Changes of checkpoints and leases. */
  changes: readonly Change[];
  /** Rows of read models that are not what the log makes of them. */
  deviations: readonly string[];
  /** Events that projections have left out. */
  parked: readonly string[];
  /** Processes that ended and were not ended by the harness. */
  deaths: readonly string[];
}

/** What is wrong; nothing when all is well. */
export type Check = (evidence: Evidence) => string[];
