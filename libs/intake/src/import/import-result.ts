/** What an import did. */
export interface ImportResult {
  /** Rows read, rejected ones included. */
  read: number;
  /** Events of the file that are new in the log. */
  stored: number;
  /** Events that followed from those by the ledger's own rules, such as points earned. */
  followed: number;
  /** Events of the file that were in the log before. */
  duplicates: number;
  /** Rows of which something was not taken. */
  rejected: number;
  seconds: number;
  /** Events of the file stored or found there, per second. */
  eventsPerSecond: number;
  /** The same for the same file and source, whenever it is imported. */
  importId: string;
  /** The file of rejected rows, or null when there are none. */
  rejects: string | null;
  /** In a dry run: how many events would be offered to the log, and the first of them as CloudEvents. */
  preview?: { events: number; first: unknown[] };
}

/** What the import of a folder did: the sums, and what became of each file. */
export interface FolderImportResult extends ImportResult {
  /** Each file's own result; `importId` is that of the file's events. */
  files: readonly (ImportResult & { file: string })[];
  /** Files that the mapping is for and that were not there. */
  missing: readonly string[];
}
