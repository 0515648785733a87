import 'reflect-metadata';
import { hasEnded, type Job, JobRunner } from '#jobs';
import { REBUILD_JOB, type RebuildResult } from '#projections';
import { withLedgerOn } from './support/ledger-on.js';
import { peakMemoryMb } from './support/peak-memory.js';

/**
 * A rebuild of all projections, or of those that are named, in a process of its own, as `rapport projections rebuild`
 * does it: from the request to the tables in place. Tells its parent how long it took and how much memory.
 */
const [databaseUrl = '', how = '', ...names] = process.argv.slice(2);
const measured = await withLedgerOn(databaseUrl, async ({ rebuilds, jobs }) => {
  const started = performance.now();
  const runner = new JobRunner({ jobs, kinds: [REBUILD_JOB], log: tell });
  const request = { ...(names.length > 0 ? { projections: names } : {}), verify: how === 'verify' };
  const { job } = await rebuilds.request(jobs, request);
  runner.start();
  try {
    const { status, error, result } = await ended(jobs.watch(job.id, new AbortController().signal));
    const seconds = (performance.now() - started) / 1_000;
    const { events, swapped, limitedBy } = (result ?? {}) as Partial<RebuildResult>;
    if (!swapped) throw new Error(`the rebuild ${status}: ${error?.message ?? 'rows differ'}`);
    return { events, seconds, limitedBy };
  } finally {
    await runner.stop();
  }
});
process.send?.({ ...measured, peakMemoryMb: peakMemoryMb() });
process.disconnect?.();

async function ended(states: AsyncIterable<Job | undefined>): Promise<Job> {
  for await (const job of states) if (job && hasEnded(job)) return job;
  throw new Error('the job is gone');
}

function tell({ level, message, error }: { level: string; message: string; error?: unknown }): void {
  if (level === 'info') return;
  process.stderr.write(error instanceof Error ? `${message}: ${error.stack ?? error.message}\n` : `${message}\n`);
}
