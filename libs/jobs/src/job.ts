import type { Violation } from '#kernel';

export const JOB_STATUSES = ['queued', 'running', 'cancelling', 'done', 'failed', 'cancelled'] as const;

export type JobStatus = (typeof JOB_STATUSES)[number];

/** How far a job has come. */
export interface JobProgress {
  done: number;
  /** Where `done` ends, when that is known. */
  total?: number;
  /** What is counted: bytes, events … */
  unit: string;
  /** What it is doing, in words. */
  message?: string;
  ratePerSecond?: number;
}

/** Why a job has failed, or is to be tried again. */
export interface JobError {
  /** Stable name of the kind of error. */
  code: string;
  message: string;
  /** The fields at fault and the rules they break. */
  errors?: readonly Violation[];
}

/** Work that outlives the process that does it. Times are RFC 3339 in UTC. */
export interface Job {
  /** UUIDv7. */
  id: string;
  kind: string;
  parameters: Readonly<Record<string, unknown>>;
  status: JobStatus;
  progress: JobProgress | null;
  /** What it came to, once it is done. */
  result: unknown;
  error: JobError | null;
  /** How often a process has taken it up. */
  attempts: number;
  /** Rises with every change. */
  revision: number;
  /** The process that runs it or ran it last. */
  runner: string | null;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  /** A queued one is not taken up before. */
  dueAt: string;
}

/** A job with what only those who run it need. */
export interface StoredJob extends Job {
  /** Of the lease under which it was taken up last; 0 before. */
  epoch: bigint;
  /** How often it was taken up since it last came further, this time included, for no good reason known. */
  strikes: number;
  /** How often in a row it was put off because of something that may pass. */
  retries: number;
  /** From where it can go on: what its kind has saved. */
  resume: unknown;
}

export function hasEnded({ status }: Pick<Job, 'status'>): boolean {
  return status === 'done' || status === 'failed' || status === 'cancelled';
}
