import type { EventStore } from '#event-store';
import type { JobContext, JobProgress } from '#jobs';
import type { WorkDatabase } from '#work';
import type { EngineLogLine } from '../engine/engine-options.js';
import { SHADOW_SCHEMA, qualified } from '../tables/sql-names.js';
import { type RangeFigures, type RebuildState, readRangeFigures, readRebuild } from './rebuild-state.js';

/** What takes most of the time. */
export type LimitedBy = 'reading' | 'folding' | 'writing' | 'indexing' | 'lock';

export interface RebuildFigures {
  /** Of the log, from its beginning to where it was swapped or compared. */
  events: number;
  seconds: number;
  eventsPerSecond: number;
  limitedBy: LimitedBy;
}

const LOOK_EVERY_MS = 500;

const SHADOW_POSITION_SQL = `select coalesce(min(position), 0)::text as position
  from ${qualified(SHADOW_SCHEMA, 'projection_checkpoint')} where position > 0`;

export interface ProgressSources {
  store: EventStore;
  database: WorkDatabase;
  log?: (line: EngineLogLine) => void;
}

/** Looks now and then how far a rebuild is, and tells it. */
export class RebuildProgress {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private isWaiting = false;
  private before: { at: number; figures: RangeFigures } | undefined;

  constructor(
    private readonly sources: ProgressSources,
    private readonly context: Pick<JobContext, 'signal'>,
    private readonly tell: (progress: JobProgress) => void,
  ) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.looking = this.look().finally(() => {
        if (this.timer) this.start();
      });
    }, LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.looking;
  }

  waitsForLock(waits: boolean): void {
    this.isWaiting = waits;
  }

  /** At its end. */
  async figures(state: RebuildState): Promise<RebuildFigures> {
    const figures = await readRangeFigures(this.sources.database, state.id);
    const events = this.eventsUpTo(state) ?? figures.events;
    return {
      events,
      seconds: Number(state.seconds.toFixed(3)),
      eventsPerSecond: Math.round(events / Math.max(state.seconds, 0.001)),
      limitedBy: mostOf(figures),
    };
  }

  private eventsUpTo({ bound, verdict }: RebuildState): number | undefined {
    if (!this.sources.store.hasGaplessPositions) return undefined;
    const compared = BigInt(verdict?.position ?? 0);
    return Number(compared > bound ? compared : bound);
  }

  private async look(): Promise<void> {
    try {
      const state = await readRebuild(this.sources.database);
      if (!state || this.context.signal.aborted) return;
      this.tell(await this.progressOf(state));
    } catch (error) {
      // The rebuild itself tells of what stops it; how far it is, is looked at again in a moment.
      this.sources.log?.({ level: 'warn', message: 'how far the rebuild is could not be looked up', error });
    }
  }

  private async progressOf(state: RebuildState): Promise<JobProgress> {
    const figures = await readRangeFigures(this.sources.database, state.id);
    const total = this.sources.store.hasGaplessPositions ? Number(state.bound) : undefined;
    const done = state.way === 'streams' ? figures.events : await this.shadowPosition();
    const rate = this.rateOf(figures);
    const limitedBy = this.isWaiting ? 'lock' : state.phase === 'indexing' ? 'indexing' : mostOf(figures);
    const left =
      total !== undefined && rate > 0 && state.phase === 'loading' ? Math.ceil((total - done) / rate) : undefined;
    return {
      done,
      ...(total === undefined ? {} : { total }),
      unit: 'events',
      message: `${state.phase}, limited by ${limitedBy}${left === undefined ? '' : `, ${left} s left`}`,
      ratePerSecond: Math.round(rate > 0 ? rate : done / Math.max(state.seconds, 0.001)),
    };
  }

  private rateOf(figures: RangeFigures): number {
    const now = performance.now();
    const { before } = this;
    if (!before || figures.events > before.figures.events) this.before = { at: now, figures };
    if (!before || figures.events === before.figures.events) return 0;
    return ((figures.events - before.figures.events) * 1_000) / (now - before.at);
  }

  private async shadowPosition(): Promise<number> {
    const [row] = await this.sources.database.query<{ position: string }>(SHADOW_POSITION_SQL);
    return Number(row!.position);
  }
}

function mostOf({ readingMs, foldingMs, writingMs }: RangeFigures): LimitedBy {
  const most = Math.max(readingMs, foldingMs, writingMs);
  return most === foldingMs ? 'folding' : most === writingMs ? 'writing' : 'reading';
}
