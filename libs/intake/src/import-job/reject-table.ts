import type { JobContext } from '#jobs';
import type { WorkDatabase } from '#work';
import type { Reject, RejectSink } from '../import/reject.js';
import { CUT_REJECTS_SQL, INSERT_REJECTS_SQL, READ_REJECTS_SQL } from './import-sql.js';

const PAGE = 1_000;

/** Rejected rows of an import job, in the database; written by the job's owner alone. */
export class RejectTable implements RejectSink {
  private count = 0;

  constructor(private readonly context: Pick<JobContext, 'job' | 'owned'>) {}

  /** Forgets what was written after so many: those rows are dealt with again. */
  async goOnFrom(count: number): Promise<void> {
    await this.context.owned((client) => client.query(CUT_REJECTS_SQL, [this.context.job.id, count]));
    this.count = count;
  }

  /** Throws JobStopped when the job is another's. */
  async write(rejects: readonly Reject[]): Promise<void> {
    if (rejects.length === 0) return;
    const from = this.count;
    this.count += rejects.length;
    const lines = rejects.map((reject) => JSON.stringify(reject));
    await this.context.owned((client) => client.query(INSERT_REJECTS_SQL, [this.context.job.id, from, lines]));
  }
}

/** The rejects of a job, as lines of JSON, in the order in which they were found. */
export async function* rejectLines(database: WorkDatabase, jobId: string): AsyncGenerator<string> {
  for (let from = 0; ;) {
    const rows = await database.query<{ n: number; reject: string }>(READ_REJECTS_SQL, [jobId, from, PAGE]);
    if (rows.length > 0) yield rows.map(({ reject }) => `${reject}\n`).join('');
    if (rows.length < PAGE) return;
    from = rows.at(-1)!.n + 1;
  }
}
