import type { WorkDatabase } from '#work';
import { PRUNE_JOBS_SQL, PRUNE_LEASES_SQL } from '../store/job-sql.js';
import type { JobContext, JobKind } from '../job-kind.js';
import type { Schedule } from '../schedule/job-schedule.js';

const DAY_MS = 86_400_000;
/** So long a job can be asked for after it has ended. */
const KEPT_MS = 30 * DAY_MS;
const TOGETHER = 500;

export const JOB_PRUNING = 'job-pruning';

export const pruningSchedule: Schedule = { name: JOB_PRUNING, kind: JOB_PRUNING, everyMs: DAY_MS };

/** The kind of job that removes jobs which ended long ago, with all that was kept for them. */
export function jobPruning(database: WorkDatabase, kinds: readonly JobKind[], keptMs = KEPT_MS): JobKind {
  return {
    kind: JOB_PRUNING,
    async run(context: JobContext): Promise<{ jobs: number; others: number }> {
      const { signal } = context;
      let jobs = 0;
      for (let removed = TOGETHER; removed === TOGETHER;) {
        signal.throwIfAborted();
        removed = await database.transaction(async (client) => {
          return (await client.query(PRUNE_JOBS_SQL, [keptMs, TOGETHER])).rowCount ?? 0;
        });
        jobs += removed;
        context.progress({ done: jobs, unit: 'jobs', message: 'removing jobs that ended long ago' });
      }
      let others = 0;
      for (const kind of kinds) {
        signal.throwIfAborted();
        others += await database.transaction(async (client) => (await kind.prune?.(client)) ?? 0);
      }
      await database.query(PRUNE_LEASES_SQL);
      return { jobs, others };
    },
  };
}
