import { JobRunner, pruningSchedule } from '#jobs';
import { bookingSchedule } from '#loyalty';
import type { Ledger } from './ledger.js';

/** What goes on besides answering requests: in this process, or in others that do nothing else. */
export interface BackgroundWork {
  start(): void;
  /** Ends it in good order, within bounds. */
  stop(): Promise<void>;
}

export interface WorkLogLine {
  level: 'info' | 'warn' | 'error';
  message: string;
  error?: unknown;
}

/** All of it, over an opened ledger; nothing runs yet. */
export function backgroundWork({ jobs }: Ledger, log: (line: WorkLogLine) => void): BackgroundWork[] {
  return [new JobRunner({ jobs, schedules: [pruningSchedule, bookingSchedule], log })];
}
