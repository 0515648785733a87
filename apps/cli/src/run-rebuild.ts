import { type Ledger, untilAskedToStop } from '#assembly';
import { type Job, type JobLogLine, JobRunner, hasEnded } from '#jobs';
import { Unavailable } from '#kernel';
import { REBUILD_JOB, type RebuildRequest, type RebuildResult, type RevertResult } from '#projections';
import { jobProgressText } from './job-progress.js';
import { say } from './output.js';
import { type ProgressLine, progressLine } from './progress-line.js';

/**
 * Requests a rebuild, or joins the one that was asked for the same, and shows how far it is until it has ended. Throws
 * Unavailable when it did not come to its end, and what the request throws.
 */
export async function runRebuild(ledger: Ledger, request: RebuildRequest): Promise<RebuildResult | RevertResult> {
  const { job, repeated } = await ledger.rebuilds.request(ledger.jobs, request);
  if (repeated) say(`the same rebuild is under way already: joining job ${job.id}`);
  const { status, error, result } = await watched(ledger, job.id);
  if (status !== 'done') throw new Unavailable(`the rebuild ${status}${error ? `: ${error.message}` : ''}`, 0);
  return result as RebuildResult | RevertResult;
}

/** The job as it ended. It is run here, unless a process that runs jobs has it already. */
async function watched(ledger: Ledger, id: string): Promise<Job> {
  const line = progressLine(process.stderr);
  const stop = new AbortController();
  void untilAskedToStop().then(() => stop.abort());
  const runner = new JobRunner({ jobs: ledger.jobs, kinds: [REBUILD_JOB], log: (each) => tell(each, line) });
  runner.start();
  try {
    for await (const job of ledger.jobs.watch(id, stop.signal)) {
      if (job?.progress) line.show(jobProgressText(job.progress));
      if (job && hasEnded(job)) return job;
    }
  } finally {
    line.end();
    await runner.stop();
  }
  throw new Unavailable(
    `stopped before it was done; the same command goes on with it, and "rapport jobs cancel ${id}" gives it up`,
    0,
  );
}

/** Errors are never hidden behind the progress. */
function tell({ level, message, error }: JobLogLine, line: ProgressLine): void {
  if (level === 'info') return;
  line.end();
  say(error instanceof Error ? `${message}: ${error.stack ?? error.message}` : message);
}
