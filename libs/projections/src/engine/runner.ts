import { ReferenceReader, type StoredEvent } from '#event-store';
import { type AnyReference, type ReferenceTimeline, Unavailable } from '#kernel';
import type { LogEntry } from '../fold/log-entry.js';
import { ProjectionFold } from '../fold/projection-fold.js';
import { READ_SCHEMA } from '../tables/sql-names.js';
import { TableRows } from '../tables/table-rows.js';
import { applyBatch } from './apply-batch.js';
import { BatchReader } from './batch-reader.js';
import { readCheckpoints } from './checkpoints.js';
import { DEFAULT_BATCH_SIZE, type ProjectionEngineOptions } from './engine-options.js';
import { readBlockedRows } from './parked-events.js';
import type { ProjectionRun } from './projection-run.js';
import type { RunnerSession } from './runner-session.js';

/** Longer than this no event waits for others to share its batch. */
const MAX_GATHERING_MS = 25;

/** Projections at one position: the log is read and decoded once for all of them. */
interface Group {
  position: bigint;
  runs: ProjectionRun[];
}

/** Called after each commit. */
type Advanced = (names: readonly string[], position: bigint) => void;

/**
 * Derives the projections while its session holds the lease. All it knows it has from the database; after any error it
 * is thrown away. The furthest projections follow the log; those behind (new ones, changed ones) catch up in turns with
 * them, a batch at a time, until they meet.
 */
export class Runner {
  private readonly batchSize: number;
  /** Reads for the group that is furthest behind. */
  private behind: BatchReader<LogEntry[]> | undefined;
  private lastApplied = { events: 0, ms: 0 };

  private constructor(
    private readonly session: RunnerSession,
    private readonly options: ProjectionEngineOptions,
    /** Furthest behind first. */
    private readonly groups: Group[],
    private readonly advanced: Advanced,
  ) {
    this.batchSize = options.batchSize ?? DEFAULT_BATCH_SIZE;
  }

  /** Begins where the checkpoints are. Leaves out projections that the database has in another version. */
  static async begin(session: RunnerSession, options: ProjectionEngineOptions, advanced: Advanced): Promise<Runner> {
    const checkpoints = await readCheckpoints(session, options.projections);
    const head = await options.store.head();
    const published = await readPublished(options);
    const groups = new Map<bigint, Group>();
    for (const projection of options.projections) {
      const { name, version } = projection;
      const checkpoint = checkpoints.get(name);
      if (checkpoint?.version !== version) {
        const there = checkpoint ? `version ${checkpoint.version}` : 'nothing';
        options.log?.({
          level: 'error',
          message: `projection ${name} version ${version} is left out: ${there} is there`,
        });
        continue;
      }
      const { position } = checkpoint;
      if (position > 0n && !(await options.store.hasEventAt(position))) {
        throw new Error(
          `projection ${name} is at ${position}, where this log (head ${head}) has no event: it was made of another ` +
            'log; drop the schema "read" of DATABASE_URL, and all read models are derived from this one',
        );
      }
      const group = groups.get(position) ?? { position, runs: [] };
      groups.set(position, group);
      group.runs.push({
        projection,
        fold: new ProjectionFold(projection, projection.reference && published.get(projection.reference)),
        tables: projection.tables.map((table) => new TableRows(READ_SCHEMA, table)),
        blocked: await readBlockedRows(session, name),
      });
    }
    const ascending = [...groups.values()].sort((a, b) => (a.position < b.position ? -1 : 1));
    return new Runner(session, options, ascending, advanced);
  }

  get positions(): Map<string, bigint> {
    return new Map(this.groups.flatMap(({ runs, position }) => runs.map((run) => [run.projection.name, position])));
  }

  /** Until all are at `target`, the position of an event, or the signal is aborted. */
  async catchUpTo(target: bigint, signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted && this.groups.length > 0 && this.groups[0]!.position < target) {
        const next = this.groups[1]?.position;
        await this.stepBehind(next !== undefined && next < target ? next : target, signal);
      }
    } finally {
      await this.closeBehind();
    }
  }

  /** Until the signal is aborted. */
  async follow(signal: AbortSignal): Promise<void> {
    const front = this.groups.at(-1);
    if (!front) throw new Error('there is no projection to run');
    const { store } = this.options;
    const live = new BatchReader(
      (closing) => store.subscribe({ after: front.position, batchSize: this.batchSize, signal: closing }),
      this.decodeAll,
      signal,
      () => this.gatheringMs(),
    );
    try {
      while (!signal.aborted) {
        if (this.groups.length === 1 || live.isReady) {
          const batch = await live.next();
          if (batch) await this.apply(front, batch);
          else if (!signal.aborted) throw new Unavailable('the subscription to the log has ended');
        }
        if (this.groups.length > 1 && !signal.aborted) await this.stepBehind(this.groups[1]!.position, signal);
      }
    } finally {
      await live.close();
      await this.closeBehind();
    }
  }

  /**
   * How long to let events gather before the next live batch is asked for. A batch costs the same few milliseconds
   * however few events it has, so under load small ones are made fewer; when nothing is going on, the time is long over
   * before the next event comes. A batch that was large needs no gathering.
   */
  private gatheringMs(): number {
    const { events, ms } = this.lastApplied;
    return events >= this.batchSize / 4 ? 0 : Math.min(2 * ms, MAX_GATHERING_MS);
  }

  /** One batch for the group that is furthest behind, not past `limit`; there it joins the next group. */
  private async stepBehind(limit: bigint, signal: AbortSignal): Promise<void> {
    const group = this.groups[0]!;
    const isFirstBatch = this.behind === undefined;
    this.behind ??= new BatchReader(
      (closing) => this.options.store.readAll({ after: group.position, batchSize: this.batchSize, signal: closing }),
      this.decodeAll,
      signal,
    );
    const batch = await this.behind.next();
    const within = batch?.filter(({ position }) => position <= limit) ?? [];
    if (within.length > 0) await this.apply(group, within);
    else if (isFirstBatch && !signal.aborted)
      throw new Unavailable(`the log has nothing from ${group.position} to ${limit}`);
    if (batch && group.position < limit) return;
    await this.closeBehind();
    const next = this.groups[1];
    if (next?.position !== group.position) return;
    next.runs.push(...group.runs);
    this.groups.shift();
  }

  private async closeBehind(): Promise<void> {
    const reader = this.behind;
    this.behind = undefined;
    await reader?.close();
  }

  private async apply(group: Group, entries: readonly LogEntry[]): Promise<void> {
    const position = entries.at(-1)!.position;
    const started = performance.now();
    const spent = await applyBatch(this.session, group.runs, entries, group.position);
    this.lastApplied = { events: entries.length, ms: performance.now() - started };
    group.position = position;
    this.advanced([...spent.keys()], position);
    for (const [projection, seconds] of spent) {
      this.options.onBatch?.({ projection, events: entries.length, seconds, position });
    }
  }

  private readonly decodeAll = (batch: StoredEvent[]): LogEntry[] => batch.map((stored) => this.decode(stored));

  private decode(stored: StoredEvent): LogEntry {
    try {
      return this.options.codec.decode(stored);
    } catch (error) {
      const { id, type, stream, revision, position } = stored;
      return { id, type, stream, revision, position, unreadable: error };
    }
  }
}

/** What the projections' references say as of now; a fold looks at no more of it than came before each event. */
async function readPublished({
  projections,
  store,
  codec,
}: ProjectionEngineOptions): Promise<Map<AnyReference, ReferenceTimeline>> {
  const timelines = new Map<AnyReference, ReferenceTimeline>();
  for (const { reference } of projections) {
    if (!reference || timelines.has(reference)) continue;
    const reader = new ReferenceReader(reference, store, codec);
    await reader.read();
    timelines.set(reference, reader.timeline);
  }
  return timelines;
}
