import type { ClientBase } from 'pg';
import { IdempotencyKeyReused } from '../errors/idempotency-key-reused.js';
import { hasEnded, type Job, type StoredJob } from '../job.js';
import type { JobKind } from '../job-kind.js';
import { JobStopped } from '../job-stopped.js';
import { decideJob, type JobCommand } from '../lifecycle/decide-job.js';
import type { NewJob } from '../new-job.js';
import { jobOfRow, type JobRow, publicJob, updateValues } from './job-row.js';
import {
  CANCELLING_SQL,
  CREATE_JOB_SQL,
  JOB_OF_KEY_SQL,
  LIST_JOBS_SQL,
  LOCK_JOB_SQL,
  LOCK_OWNED_SQL,
  LOCK_TO_TAKE_UP_SQL,
  NOTIFY_SQL,
  READ_JOB_SQL,
  TO_TAKE_UP_SQL,
  UPDATE_JOB_SQL,
} from './job-sql.js';
import type { WorkDatabase } from '#work';

export interface JobListQuery {
  status?: string | undefined;
  kind?: string | undefined;
  /** The id after which the page begins. */
  after?: string | undefined;
  limit: number;
}

/** The table of jobs. Everything throws what the driver throws. */
export class JobStore {
  private readonly kinds: ReadonlyMap<string, JobKind>;

  constructor(
    readonly database: WorkDatabase,
    kinds: readonly JobKind[],
  ) {
    this.kinds = new Map(kinds.map((kind) => [kind.kind, kind]));
  }

  get kindNames(): string[] {
    return [...this.kinds.keys()];
  }

  kindOf({ kind }: Pick<Job, 'kind'>): JobKind | undefined {
    return this.kinds.get(kind);
  }

  /** See Jobs.create. */
  async create(client: ClientBase, job: NewJob & { id: string }): Promise<{ job: Job; repeated: boolean }> {
    const { id, kind, parameters, idempotency } = job;
    const values = [id, kind, JSON.stringify(parameters), new Date(), idempotency?.key, idempotency?.digest];
    const [created] = (await client.query<JobRow>(CREATE_JOB_SQL, values)).rows;
    if (created) {
      await client.query(NOTIFY_SQL, [`${id} queued`]);
      return { job: publicJob(jobOfRow(created)), repeated: false };
    }
    const [before] = (await client.query<JobRow>(JOB_OF_KEY_SQL, [kind, idempotency!.key])).rows;
    // Only a job that was pruned in this very moment is neither made nor found.
    if (!before || before.request_digest !== idempotency!.digest) throw new IdempotencyKeyReused(idempotency!.key);
    return { job: publicJob(jobOfRow(before)), repeated: true };
  }

  async read(id: string): Promise<Job | undefined> {
    const [row] = await this.database.query<JobRow>(READ_JOB_SQL, [id]);
    return row && publicJob(jobOfRow(row));
  }

  async list({ status, kind, after, limit }: JobListQuery): Promise<Job[]> {
    const rows = await this.database.query<JobRow>(LIST_JOBS_SQL, [status, kind, after, limit]);
    return rows.map((row) => publicJob(jobOfRow(row)));
  }

  /** Jobs of these kinds that nobody works on, the oldest first. */
  async toTakeUp(kinds: readonly string[], without: readonly string[], limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(TO_TAKE_UP_SQL, [kinds, without, limit]);
    return rows.map(({ id }) => id);
  }

  /** Those of the jobs that somebody has asked to cancel. */
  async cancelling(ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    return (await this.database.query<{ id: string }>(CANCELLING_SQL, [ids])).map(({ id }) => id);
  }

  /** What anybody may do to a job. Undefined when there is none. */
  change(id: string, command: JobCommand): Promise<StoredJob | undefined> {
    return this.database.transaction(async (client) => {
      const [row] = (await client.query<JobRow>(LOCK_JOB_SQL, [id])).rows;
      return row && this.apply(client, jobOfRow(row), command);
    });
  }

  /** Taken up under the lease of that epoch. Undefined when the lease is over, or the job is gone. */
  takeUp(id: string, epoch: bigint, runner: string): Promise<StoredJob | undefined> {
    return this.database.transaction(async (client) => {
      const [row] = (await client.query<JobRow>(LOCK_TO_TAKE_UP_SQL, [id, epoch])).rows;
      return row && this.apply(client, jobOfRow(row), { type: 'take-up', epoch, runner });
    });
  }

  /** What only its owner may do. Throws JobStopped when the job is another's. */
  changeOwned(id: string, epoch: bigint, command: JobCommand): Promise<StoredJob> {
    return this.owned(id, epoch, (client, job) => this.apply(client, job, command));
  }

  /** A transaction of the job's owner: nobody else can take the job up meanwhile. Throws JobStopped. */
  owned<T>(id: string, epoch: bigint, work: (client: ClientBase, job: StoredJob) => Promise<T>): Promise<T> {
    return this.database.transaction(async (client) => {
      const [row] = (await client.query<JobRow>(LOCK_OWNED_SQL, [id, epoch])).rows;
      if (!row) throw new JobStopped('lost');
      return work(client, jobOfRow(row));
    });
  }

  private async apply(client: ClientBase, job: StoredJob, command: JobCommand): Promise<StoredJob> {
    const next = decideJob(job, command, new Date().toISOString());
    if (!next) return job;
    await client.query(UPDATE_JOB_SQL, updateValues(next));
    if (hasEnded(next)) await this.kindOf(next)?.ended?.(client, publicJob(next));
    await client.query(NOTIFY_SQL, [`${next.id} ${next.status}`]);
    return next;
  }
}
