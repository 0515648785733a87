import type { ClientBase } from 'pg';
import { isLostConnection } from '#event-store';
import { newId, NotFound } from '#kernel';
import { Leases, migrateWork, type WorkDatabase } from '#work';
import { JobChanges } from './changes/job-changes.js';
import { WakeUp } from './changes/wake-up.js';
import { hasEnded, type Job } from './job.js';
import type { JobKind } from './job-kind.js';
import type { NewJob } from './new-job.js';
import { jobMigrations } from './store/job-migrations.js';
import { publicJob } from './store/job-row.js';
import { type JobListQuery, JobStore } from './store/job-store.js';

/** So often whoever watches a job hears something, and looks for himself in case he was not told. */
const LOOK_EVERY_MS = 10_000;

export interface JobsOptions {
  database: WorkDatabase;
  /** Every kind there is, also in processes that run none: what ends a job clears up after it. */
  kinds: readonly JobKind[];
}

/**
 * The jobs of a ledger: made, looked at and cancelled in any process, run by those that have a JobRunner. Everything
 * throws what the driver throws when the database is away.
 */
export class Jobs {
  readonly store: JobStore;
  readonly changes: JobChanges;

  constructor(options: JobsOptions) {
    this.store = new JobStore(options.database, options.kinds);
    this.changes = new JobChanges(options.database.connectionString);
  }

  /** Creates the tables of jobs, and of leases, where they are missing. */
  static async migrate(database: WorkDatabase): Promise<void> {
    await Leases.migrate(database.connectionString);
    await database.withClient((client) => migrateWork(client, jobMigrations));
  }

  /**
   * Makes a job; whoever runs jobs takes it up at once. A job with the same kind and idempotency key is answered as it
   * stands; throws IdempotencyKeyReused when it was asked for something else.
   */
  create(job: NewJob): Promise<{ job: Job; repeated: boolean }> {
    return this.store.database.transaction((client) => this.createWithin(client, { ...job, id: newId() }));
  }

  /** The same, in a transaction of the caller's, with an id of his (UUIDv7). */
  createWithin(client: ClientBase, job: NewJob & { id: string }): Promise<{ job: Job; repeated: boolean }> {
    return this.store.create(client, job);
  }

  /** Throws NotFound. */
  async get(id: string): Promise<Job> {
    const job = await this.store.read(id);
    if (!job) throw new NotFound('job', id);
    return job;
  }

  /** The newest first. */
  list(query: JobListQuery): Promise<Job[]> {
    return this.store.list(query);
  }

  /** Cancels a queued job at once, and tells a running one to stop. One that has ended stays as it is. Throws NotFound. */
  async cancel(id: string, reason?: string): Promise<Job> {
    const job = await this.store.change(id, { type: 'cancel', reason });
    if (!job) throw new NotFound('job', id);
    return publicJob(job);
  }

  /**
   * The job as it is, then after each change, to its end; `undefined` now and then when nothing has changed. Ends quietly
   * when the signal says so. Throws NotFound.
   */
  async *watch(id: string, signal: AbortSignal, { lookEveryMs = LOOK_EVERY_MS } = {}): AsyncGenerator<Job | undefined> {
    const wakeUp = new WakeUp();
    const call = (): void => wakeUp.call();
    const unsubscribe = this.changes.subscribe((change) => {
      if (change === undefined || change.id === id) call();
    });
    signal.addEventListener('abort', call);
    try {
      let seen = -1;
      let job: Job | undefined = await this.get(id);
      while (!signal.aborted) {
        yield job && job.revision > seen ? job : undefined;
        seen = job?.revision ?? seen;
        if (job && hasEnded(job)) return;
        await wakeUp.wait(lookEveryMs);
        job = signal.aborted ? undefined : await this.lookAgain(id);
      }
    } finally {
      signal.removeEventListener('abort', call);
      unsubscribe();
    }
  }

  close(): Promise<void> {
    return this.changes.close();
  }

  /** Undefined while the database is away. */
  private async lookAgain(id: string): Promise<Job | undefined> {
    try {
      return await this.get(id);
    } catch (error) {
      if (isLostConnection(error)) return undefined;
      throw error;
    }
  }
}
