import type { StreamRange } from '#event-store';
import { leaseHolds } from '#work';
import { readPublished } from '../engine/begin-groups.js';
import { parkEvents, readSkipped } from '../engine/parked-events.js';
import { sleep } from '../engine/sleep.js';
import { ProjectionFold } from '../fold/projection-fold.js';
import { SHADOW_SCHEMA } from '../tables/sql-names.js';
import { CopySession } from '../tables/copy-session.js';
import { RebuildLost } from './errors/rebuild-lost.js';
import { FoldedStreams } from './folded-streams.js';
import { keepPartialRows } from './partial-rows.js';
import type { LoadTask, RebuildSources } from './rebuild-options.js';

/** Whoever finds nothing to begin waits for those who are at it, in case one of them fails. */
const WAIT_MS = 50;
export const PAGE_EVENTS = 5_000;

const CLAIM_SQL = `
  select n, from_stream, before_stream from work.rebuild_range
  where rebuild_id = $1 and not done order by n limit 1 for update skip locked`;

const ANY_LEFT_SQL = `select from work.rebuild_range where rebuild_id = $1 and not done limit 1`;

const FINISH_SQL = `
  update work.rebuild_range set done = true, events = $3, reading_ms = $4, folding_ms = $5, writing_ms = $6
  where rebuild_id = $1 and n = $2 and ${leaseHolds('$7::text', '$8::bigint')}`;

/**
 * Takes range after range: reads its streams, folds each of them from its beginning, and copies what comes out, together
 * with the mark that the range is done, in one transaction. Any number of threads and processes may do so at once.
 */
export async function loadRanges(sources: RebuildSources, task: LoadTask, signal: AbortSignal): Promise<void> {
  const session = await CopySession.open(sources.connectionString);
  try {
    const projections = sources.projections.filter(({ name }) => task.names.includes(name));
    const published = await readPublished({ ...sources, projections });
    const folds: ProjectionFold[] = [];
    for (const projection of projections) {
      const { name, reference } = projection;
      const skipped = await readSkipped(session, SHADOW_SCHEMA, name);
      folds.push(new ProjectionFold(projection, reference && published.get(reference), skipped));
    }
    while (!signal.aborted) {
      const outcome = await loadNext(sources, task, folds, session, signal);
      if (outcome === 'over') return;
      if (outcome === 'wait') await sleep(WAIT_MS, signal);
    }
  } finally {
    await session.close();
  }
}

async function loadNext(
  sources: RebuildSources,
  task: LoadTask,
  folds: readonly ProjectionFold[],
  session: CopySession,
  signal: AbortSignal,
): Promise<'done' | 'wait' | 'over'> {
  const { client } = session;
  await client.query('begin');
  try {
    const [claimed] = await session.query('rebuild:claim', CLAIM_SQL, [task.rebuildId]);
    if (!claimed) {
      const left = await session.query('rebuild:left', ANY_LEFT_SQL, [task.rebuildId]);
      await client.query('rollback');
      return left.length > 0 ? 'wait' : 'over';
    }
    const [n, from, before] = claimed;
    const range = { from: from!, before: before ?? undefined };
    const folded = await foldRange(sources, task, folds, range, signal);
    if (signal.aborted) {
      await client.query('rollback');
      return 'over';
    }
    const started = performance.now();
    for (const { copySql, lines } of folded.tables) await session.copy(copySql, lines);
    for (const [projection, leftOut] of folded.leftOut) {
      await parkEvents(session, SHADOW_SCHEMA, projection, leftOut);
    }
    for (const { projection, error } of folded.uncombined) {
      const message = `rows of ${projection} cannot be combined; it will be derived in the order of the log`;
      sources.log?.({ level: 'warn', message, error });
    }
    await keepPartialRows(session, { rebuildId: task.rebuildId, n: n! }, folded.partials);
    const { events, readingMs, foldingMs } = folded;
    const figures = [events, readingMs, foldingMs, performance.now() - started];
    const { name, epoch } = task.lease;
    const { rowCount } = await client.query(FINISH_SQL, [task.rebuildId, n, ...figures, name, epoch]);
    if (rowCount !== 1) throw new RebuildLost();
    await client.query('commit');
    return 'done';
  } catch (error) {
    // A connection that is lost takes the transaction along.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function foldRange(
  { store, codec }: RebuildSources,
  { bound }: LoadTask,
  folds: readonly ProjectionFold[],
  range: StreamRange,
  signal: AbortSignal,
): Promise<FoldedStreams> {
  const folded = new FoldedStreams(folds, codec);
  let waitingSince = performance.now();
  for await (const page of store.ranges!.read(range, { upTo: bound, batchSize: PAGE_EVENTS, signal })) {
    folded.readingMs += performance.now() - waitingSince;
    folded.take(page);
    waitingSince = performance.now();
  }
  folded.readingMs += performance.now() - waitingSince;
  folded.end();
  return folded;
}
