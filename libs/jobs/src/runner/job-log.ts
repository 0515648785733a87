/** What goes on with jobs that somebody who runs the ledger may want to know. */
export interface JobLogLine {
  level: 'info' | 'warn' | 'error';
  message: string;
  error?: unknown;
}

export type JobLog = (line: JobLogLine) => void;
