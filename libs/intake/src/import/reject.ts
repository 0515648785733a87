import type { Violation } from '#kernel';

/** A row, or rows, of which something was not taken: one line of a rejects file. */
export interface Reject {
  /** Name of the imported file. */
  file: string;
  /** Line of the imported file on which the row begins. */
  row: number;
  /** The lines of all rows that were to make one fact together. */
  rows?: readonly number[];
  /** Fields are those of the CloudEvent, or the columns of the file. */
  reasons: readonly Violation[];
  /** Which of the row's events was refused. */
  event?: { type: string; id: string };
  /** The row, or the rows, as in the file; empty for a line that was too long to keep. */
  raw: string;
}

/** Where rejected rows go. */
export interface RejectSink {
  write(rejects: readonly Reject[]): Promise<void>;
}
