/** What an import did. */
export interface ImportResult {
  /** Rows read, rejected ones included. */
  read: number;
  /** Events that are new in the log. */
  stored: number;
  /** Events that were in the log before. */
  duplicates: number;
  /** Rows of which something was not taken. */
  rejected: number;
  seconds: number;
  /** Events stored or found there, per second. */
  eventsPerSecond: number;
  /** The same for the same file and source, whenever it is imported. */
  importId: string;
  /** The file of rejected rows, or null when there are none. */
  rejects: string | null;
  /** In a dry run: how many events would be offered to the log, and the first of them as CloudEvents. */
  preview?: { events: number; first: unknown[] };
}
