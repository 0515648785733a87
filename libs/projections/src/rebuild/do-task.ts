import { Unavailable } from '#kernel';
import { Runner } from '../engine/runner.js';
import { RunnerSession } from '../engine/runner-session.js';
import { combineRanges } from './combine-ranges.js';
import { loadRanges } from './load-ranges.js';
import type { DeriveTask, RebuildSources, RebuildTask } from './rebuild-options.js';

/** Events to a transaction: many rows are then loaded and written once where following live would do so often. */
const BATCH_SIZE = 5_000;

/** Does a task of a rebuild in this thread. */
export async function doTask(sources: RebuildSources, task: RebuildTask, signal: AbortSignal): Promise<void> {
  if (task.kind === 'load') return loadRanges(sources, task, signal);
  if (task.kind === 'combine') return combineRanges(sources, task, signal);
  if (task.kind === 'derive') return derive(sources, task, signal);
  for (const each of task.tasks) if (!signal.aborted) await doTask(sources, each, signal);
}

/** Deriving ends quietly when its connection is lost: what comes next must not take it for done. Throws Unavailable. */
export function requireConnected({ lost }: RunnerSession, signal: AbortSignal): void {
  if (lost.aborted && !signal.aborted) throw new Unavailable('the connection to the read models was lost');
}

async function derive(sources: RebuildSources, task: DeriveTask, signal: AbortSignal): Promise<void> {
  const { schema, to, lease } = task;
  const projections = sources.projections.filter(({ name }) => task.names.includes(name));
  if (to === 0n || projections.length === 0) return;
  const session = await RunnerSession.open(sources.connectionString);
  try {
    const place = { schema, leaseOf: () => lease };
    const runner = await Runner.begin(
      session,
      { ...sources, projections, batchSize: BATCH_SIZE },
      place,
      () => undefined,
    );
    await runner.catchUpTo(to, AbortSignal.any([signal, session.lost]));
    requireConnected(session, signal);
  } finally {
    await session.close();
  }
}
