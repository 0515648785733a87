import { setTimeout as delay } from 'node:timers/promises';
import { type Job, type JobKind, JobRunner, type JobRunnerOptions, Jobs, hasEnded } from '#jobs';
import { WorkDatabase } from '#work';
import { createTestDatabase } from '../support/database.js';

/** Short, so that what was left lying is taken up soon. */
export const TTL_MS = 1_000;

/** Jobs in a database of their own, and runners as if each were a process. */
export interface JobBench {
  databaseUrl: string;
  database: WorkDatabase;
  jobs: Jobs;
  runner(options?: Partial<JobRunnerOptions>): JobRunner;
  /** The job when the condition holds of it. */
  until(id: string, condition: (job: Job) => boolean): Promise<Job>;
  ended(id: string): Promise<Job>;
  close(): Promise<void>;
}

export async function openBench(kinds: readonly JobKind[]): Promise<JobBench> {
  const testDatabase = await createTestDatabase();
  const database = new WorkDatabase({ connectionString: testDatabase.url });
  await Jobs.migrate(database);
  const jobs = new Jobs({ database, kinds });
  const runners: JobRunner[] = [];
  const until = async (id: string, condition: (job: Job) => boolean): Promise<Job> => {
    for (;;) {
      const job = await jobs.get(id);
      if (condition(job)) return job;
      await delay(20);
    }
  };
  return {
    databaseUrl: testDatabase.url,
    database,
    jobs,
    runner: (options = {}) => {
      const runner = new JobRunner({ jobs, ttlMs: TTL_MS, lookEveryMs: 100, ...options });
      runners.push(runner);
      runner.start();
      return runner;
    },
    until,
    ended: (id) => until(id, hasEnded),
    close: async () => {
      await Promise.all(runners.map((runner) => runner.stop()));
      await jobs.close();
      await database.close();
      await testDatabase.drop();
    },
  };
}
