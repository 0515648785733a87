import type { ClientBase } from 'pg';
import type { Job, JobProgress } from './job.js';

/** What a job's work gets from the process that runs it. */
export interface JobContext {
  /** As it was when it was taken up. */
  job: Job;
  /** Under which it runs: what it writes elsewhere can be made to hold only while this is its own (`leaseHolds`). */
  lease: { name: string; epoch: bigint };
  /** What was saved last, by whichever process; undefined when nothing was. */
  resume: unknown;
  /**
   * Aborted when the work is to end: the job was cancelled, another process may have it, or this process stops. The
   * reason is a JobStopped. What was saved stands; the work throws, whatever it throws.
   */
  signal: AbortSignal;
  /** Tells how far it is. Cheap: what is told quickly in a row is written down now and then. */
  progress: (progress: JobProgress) => void;
  /**
   * Writes down durably from where the job can go on; JSON. Throws JobStopped when another process may have the job, and
   * what the driver throws.
   */
  save: (resume: unknown, progress?: JobProgress) => Promise<void>;
  /**
   * A transaction on the database of jobs that only the job's owner can carry out: whoever was paused, and woke up when
   * another had taken the job over, gets JobStopped and has written nothing.
   */
  owned: <T>(work: (client: ClientBase) => Promise<T>) => Promise<T>;
}

/** A kind of job: a plain object. What it needs of the ledger it has got when it was made. */
export interface JobKind {
  kind: string;
  /**
   * Does the work; the answer is the job's result, JSON. It may be called again, by any process, until it has answered or
   * thrown. What it throws fails the job with that reason, unless it may pass (Unavailable, a lost connection): then the
   * job is tried again in a while.
   */
  run(context: JobContext): Promise<unknown>;
  /** Clears up, in the transaction that ends the job as done, failed or cancelled. */
  ended?(client: ClientBase, job: Job): Promise<void>;
  /** Removes what has been kept long enough; called now and then by the pruning of jobs. Answers how much. */
  prune?(client: ClientBase): Promise<number>;
}
