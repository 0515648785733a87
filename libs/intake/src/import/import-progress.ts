/** How far an import has come. */
export interface ImportProgress {
  /** Rows read, rejected ones included. */
  rows: number;
  /** Bytes of the file that were read, as it lies on the disk. */
  bytes: number;
  totalBytes: number;
  /** Events of the file that are new in the log. */
  stored: number;
  /** Events that followed from those by the ledger's own rules, such as points earned. */
  followed: number;
  /** Events of the file that were in the log before. */
  duplicates: number;
  /** Rows of which something was not taken. */
  rejected: number;
  elapsedMs: number;
}
