import type { JobContext, JobProgress } from '#jobs';
import { type Projection, Unavailable } from '#kernel';
import type { WorkDatabase } from '#work';
import { isRefusalOfRows } from '../engine/refusal.js';
import { isCombinable, isDivided } from '../engine/slot.js';
import { SHADOW_SCHEMA, qualified } from '../tables/sql-names.js';
import { type TablesBeside, bringToHead } from './bring-to-head.js';
import { compareWithLive } from './compare-with-live.js';
import { RebuildUnderWay } from '../errors/rebuild-under-way.js';
import { doTask } from './do-task.js';
import { indexTables } from './index-tables.js';
import { completePartials } from './partial-rows.js';
import type { RebuildParameters } from './rebuild-parameters.js';
import { RebuildProgress } from './rebuild-progress.js';
import type { CombineTask, DeriveTask, DoTask, RebuildSources } from './rebuild-options.js';
import { type RebuildResult, resultOf } from './rebuild-result.js';
import {
  type RebuildState,
  type RebuildWay,
  createRebuild,
  forgetRebuild,
  readRebuild,
  setPhase,
  setVerdict,
} from './rebuild-state.js';
import { createShadow } from './shadow-tables.js';
import { swapIn } from './swap-in.js';
import { differencesOf } from './verdict.js';

/** Events whose streams are folded together, their rows then written in one go. */
const RANGE_EVENTS = 5_000;

export interface RebuildRunOptions extends RebuildSources {
  database: WorkDatabase;
  /** Brings the live tables to the log's head, whoever derives them. */
  catchUpLive: () => Promise<bigint>;
  /** Does a task in a thread of its own, or wherever; by default in this one. */
  doTask?: DoTask;
  /** How many load at once. */
  loaders?: number;
}

/** One process's turn at a rebuild: goes on from wherever the last one came to. */
export class RebuildRun {
  private readonly projections: readonly Projection[];
  private readonly progress: RebuildProgress;
  private readonly parameters: RebuildParameters;

  constructor(
    private readonly options: RebuildRunOptions,
    private readonly context: JobContext,
  ) {
    this.parameters = context.job.parameters as RebuildParameters;
    const names = new Set(this.parameters.projections);
    this.projections = options.projections.filter(({ name }) => names.has(name));
    this.progress = new RebuildProgress(options, context, (progress: JobProgress) => context.progress(progress));
  }

  async toEnd(): Promise<RebuildResult> {
    let state = await this.begin();
    try {
      this.progress.start();
      if (state.phase === 'loading' || state.phase === 'indexing') state = await this.build(state);
      if (state.phase === 'catching-up') state = await this.compareAndSwap();
      return resultOf(state, this.parameters, await this.progress.figures(state));
    } finally {
      await this.progress.stop();
    }
  }

  /** Throws RebuildUnderWay when another one is. */
  private async begin(): Promise<RebuildState> {
    const known = await readRebuild(this.options.database);
    if (known?.id === this.id) return known;
    if (known) throw new RebuildUnderWay(known.id);
    return this.create(this.options.store.ranges ? 'streams' : 'log');
  }

  private async create(way: RebuildWay): Promise<RebuildState> {
    const { store } = this.options;
    const bound = await store.head();
    const ranges = way === 'streams' ? await store.ranges!.split(RANGE_EVENTS) : [];
    await this.context.owned(async (client) => {
      await forgetRebuild(client, this.id);
      await createRebuild(client, { id: this.id, way, bound }, ranges);
      await createShadow(client, this.projections, way);
    });
    return this.state();
  }

  private async build(state: RebuildState): Promise<RebuildState> {
    try {
      if (state.phase === 'loading') await this.load(state);
      await this.index();
      return await this.state();
    } catch (error) {
      if (state.way === 'log' || !isRefusalOfRows(error)) throw error;
      // Some row is one that the database does not take: in the order of the log the event at fault is parked.
      this.options.log?.({ level: 'warn', message: 'a row was refused; rebuilding in the order of the log', error });
      const anew = await this.create('log');
      await this.load(anew);
      await this.index();
      return this.state();
    }
  }

  private async load({ way, bound }: RebuildState): Promise<void> {
    const byStream = way === 'streams' ? this.projections.filter((each) => isDivided(each) || isCombinable(each)) : [];
    const inOrder = this.projections.filter((projection) => !byStream.includes(projection));
    const loaders = byStream.length > 0 ? (this.options.loaders ?? 1) : 0;
    const { lease } = this.context;
    const loading = { kind: 'load', rebuildId: this.id, bound, names: namesOf(byStream), lease } as const;
    const deriving = this.deriving(inOrder, bound);
    const first = { kind: 'in-turn', tasks: loaders > 0 ? [deriving, loading] : [deriving] } as const;
    const others = Array.from({ length: Math.max(loaders - 1, 0) }, () => loading);
    await this.together([first, ...others].map((task) => (signal) => this.do(task, signal)));
    await this.combine(
      byStream.filter((projection) => !isDivided(projection)),
      bound,
    );
    await this.context.owned(async (client) => {
      await client.query(
        `update ${qualified(SHADOW_SCHEMA, 'projection_checkpoint')} set position = $2 where name = any($1)`,
        [namesOf(byStream.filter(isDivided)), bound],
      );
      await setPhase(client, this.id, 'indexing');
    });
  }

  /** What cannot be combined is derived in the order of the log. */
  private async combine(projections: readonly Projection[], bound: bigint): Promise<void> {
    if (projections.length === 0) return;
    const complete = await completePartials(this.options.database, this.id);
    const combining: CombineTask = {
      kind: 'combine',
      rebuildId: this.id,
      bound,
      names: namesOf(projections).filter((name) => complete.has(name)),
      lease: this.context.lease,
    };
    const deriving = this.deriving(
      projections.filter(({ name }) => !complete.has(name)),
      bound,
    );
    await this.do({ kind: 'in-turn', tasks: [combining, deriving] }, this.signal);
  }

  private deriving(projections: readonly Projection[], to: bigint): DeriveTask {
    return { kind: 'derive', schema: SHADOW_SCHEMA, to, names: namesOf(projections), lease: this.context.lease };
  }

  private async index(): Promise<void> {
    await indexTables(this.options.connectionString, this.projections, this.signal);
    await this.context.owned((client) => setPhase(client, this.id, 'catching-up'));
  }

  private async compareAndSwap(): Promise<RebuildState> {
    await this.followUp();
    const { verify, allowDifferences } = this.parameters;
    if (verify && (await this.state()).verdict === null) {
      await this.options.catchUpLive();
      this.signal.throwIfAborted();
      const verdict = await compareWithLive(this.options, this.projections, this.context.lease, this.signal);
      const isRefused = differencesOf(verdict) > 0 && !allowDifferences;
      await this.context.owned(async (client) => {
        await setVerdict(client, this.id, verdict);
        if (isRefused) await setPhase(client, this.id, 'refused');
      });
      if (isRefused) return this.state();
      await this.followUp();
    }
    this.progress.waitsForLock(true);
    await swapIn(this.options, this.id, this.tables, this.signal);
    return this.state();
  }

  private followUp(): Promise<void> {
    return bringToHead(this.options, (task, signal) => this.do(task, signal), this.tables, this.signal);
  }

  private async do(task: Parameters<DoTask>[0], signal: AbortSignal): Promise<void> {
    await (this.options.doTask ?? ((each, until) => doTask(this.options, each, until)))(task, signal);
    signal.throwIfAborted();
  }

  /** All at once; when one fails the others are stopped and waited for. */
  private async together(works: readonly ((signal: AbortSignal) => Promise<void>)[]): Promise<void> {
    const failing = new AbortController();
    const signal = AbortSignal.any([this.signal, failing.signal]);
    let failure: { error: unknown } | undefined;
    await Promise.all(
      works.map(async (work) => {
        try {
          await work(signal);
        } catch (error) {
          failure ??= { error };
          failing.abort(error);
        }
      }),
    );
    if (failure) throw failure.error;
  }

  private async state(): Promise<RebuildState> {
    const state = await readRebuild(this.options.database);
    if (state?.id !== this.id) throw new Unavailable('the rebuild was given up meanwhile');
    return state;
  }

  private get tables(): TablesBeside {
    return { schema: SHADOW_SCHEMA, names: namesOf(this.projections), lease: this.context.lease };
  }

  private get id(): string {
    return this.context.job.id;
  }

  private get signal(): AbortSignal {
    return this.context.signal;
  }
}

function namesOf(projections: readonly Projection[]): string[] {
  return projections.map(({ name }) => name);
}
