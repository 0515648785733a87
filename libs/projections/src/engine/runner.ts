import type { StoredEvent } from '#event-store';
import { Unavailable } from '#kernel';
import { applyBatch } from './apply-batch.js';
import { type Batch, batchOf } from './batch.js';
import { BatchReader } from './batch-reader.js';
import { type DerivedPlace, beginGroups } from './begin-groups.js';
import { entryOf } from './entry-of.js';
import { DEFAULT_BATCH_SIZE, type DeriveOptions } from './engine-options.js';
import { type Group, ownership } from './group.js';
import type { ProjectionRun } from './projection-run.js';
import type { RunnerSession } from './runner-session.js';
import { untilAborted } from './sleep.js';
import { isDivided, slotId } from './slot.js';

/** Longer than this no event waits for others to share its batch. */
const MAX_GATHERING_MS = 25;

/** Called after each commit. */
type Advanced = (slots: readonly string[], position: bigint) => void;

/**
 * Derives what its leases allow. All it knows it has from the database; after any error, and when the leases change, it
 * is thrown away. What is furthest follows the log; what is behind (new, changed, taken over from another process)
 * catches up in turns with it, a batch at a time, until they meet.
 */
export class Runner {
  private readonly batchSize: number;
  /** Reads for the group that is furthest behind. */
  private behind: BatchReader<Batch> | undefined;
  private lastApplied = { events: 0, ms: 0 };
  private readonly wants: (stream: string) => boolean;

  private constructor(
    private readonly session: RunnerSession,
    private readonly options: DeriveOptions,
    /** Furthest behind first. */
    private readonly groups: Group[],
    private readonly advanced: Advanced,
  ) {
    this.batchSize = options.batchSize ?? DEFAULT_BATCH_SIZE;
    this.wants = streamsOf(groups.flatMap(({ runs }) => runs));
  }

  /** Begins where the checkpoints are. Leaves out projections that the database has in another version. */
  static async begin(
    session: RunnerSession,
    options: DeriveOptions,
    place: DerivedPlace,
    advanced: Advanced,
  ): Promise<Runner> {
    return new Runner(session, options, await beginGroups(session, options, place), advanced);
  }

  get positions(): Map<string, bigint> {
    return new Map(
      this.groups.flatMap(({ runs, position }) =>
        runs.flatMap(({ slots }) => slots.map((slot): [string, bigint] => [slotId(slot), position])),
      ),
    );
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
    // Whatever the leases are for is there in another version: its own program derives it.
    if (!front) return untilAborted(signal);
    const { store } = this.options;
    const live = new BatchReader(
      (closing) => store.subscribe({ after: front.position, batchSize: this.batchSize, signal: closing }),
      this.prepare,
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
      this.prepare,
      signal,
    );
    const batch = await this.behind.next();
    if (batch && batch.first <= limit) await this.apply(group, upTo(limit, batch));
    else if (isFirstBatch && !signal.aborted)
      throw new Unavailable(`the log has nothing from ${group.position} to ${limit}`);
    if (batch && group.position < limit) return;
    await this.closeBehind();
    const next = this.groups[1];
    if (next?.position !== group.position) return;
    for (const run of group.runs) next.join(run);
    this.groups.shift();
  }

  private async closeBehind(): Promise<void> {
    const reader = this.behind;
    this.behind = undefined;
    await reader?.close();
  }

  private async apply(group: Group, { entries, last, events }: Batch): Promise<void> {
    const started = performance.now();
    const spent = await applyBatch(this.session, group.runs, { entries, from: group.position, to: last });
    this.lastApplied = { events, ms: performance.now() - started };
    group.position = last;
    this.advanced(
      group.runs.flatMap(({ slots }) => slots.map(slotId)),
      last,
    );
    for (const [projection, seconds] of spent) {
      this.options.onBatch?.({ projection, events: entries.length, seconds, position: last });
    }
  }

  /** Of each batch only what some slot of this runner may touch, or go by. */
  private readonly prepare = (stored: StoredEvent[]): Batch =>
    batchOf(stored, this.wants, (event) => entryOf(event, this.options.codec));
}

/** Whether some run may touch a row for an event of the stream, or goes by what it publishes. */
function streamsOf(runs: readonly ProjectionRun[]): (stream: string) => boolean {
  const slots = runs.flatMap((run) => run.slots);
  const { owns } = slots.length === 0 ? { owns: () => false } : ownership(slots);
  if (slots.some(({ projection }) => !isDivided(projection))) return () => true;
  const published = new Set(runs.flatMap(({ projection }) => projection.reference?.stream ?? []));
  return (stream) => owns(stream) || published.has(stream);
}

/** The part of the batch that does not go past the limit. */
function upTo(limit: bigint, batch: Batch): Batch {
  if (batch.last <= limit) return batch;
  const entries = batch.entries.filter(({ position }) => position <= limit);
  return { ...batch, last: limit, events: entries.length, entries };
}
