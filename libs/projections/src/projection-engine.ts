import pg from 'pg';
import { NotFound, Unavailable } from '#kernel';
import { Backoff } from './engine/backoff.js';
import { DEFAULT_LEASE_RETRY_MS, type ProjectionEngineOptions } from './engine/engine-options.js';
import { migrateTables } from './engine/migrate-tables.js';
import { Progress } from './engine/progress.js';
import { type ProjectionStatus, readStatus } from './engine/projection-status.js';
import { Runner } from './engine/runner.js';
import { RunnerSession } from './engine/runner-session.js';
import { sleep } from './engine/sleep.js';

export type { ProjectionStatus } from './engine/projection-status.js';

/** How often a process that is not the runner looks where the checkpoints are, while someone waits. */
const POLL_MS = 20;
/** A catch-up gives up after so many failures without any progress between them. */
const MAX_FAILURES = 8;

type Work = (runner: Runner, signal: AbortSignal) => Promise<void>;

/**
 * Keeps the read models in step with the log. Any number of processes may have one: whoever holds the lease derives, the
 * others wait to take over. What is in the tables is always exactly the fold of the log up to the checkpoint.
 */
export class ProjectionEngine {
  private readonly progress: Progress;
  private readonly stopping = new AbortController();
  private readonly pool: pg.Pool;
  private background: Promise<void> | undefined;
  private positionsRead: { at: number; positions: Promise<Map<string, bigint>> } | undefined;

  constructor(private readonly options: ProjectionEngineOptions) {
    refuseNameClashes(options);
    this.progress = new Progress(options.observer);
    this.pool = new pg.Pool({
      connectionString: options.connectionString,
      application_name: 'rapport-projections-status',
      max: 2,
      connectionTimeoutMillis: 10_000,
    });
    this.pool.on('error', (error) => this.log('warn', 'an idle connection to the read models was lost', error));
  }

  /** Creates what is missing; empties projections whose version or columns have changed, to be derived again. */
  async migrate(): Promise<void> {
    const client = new pg.Client({ connectionString: this.options.connectionString });
    client.on('error', (error) => this.log('warn', 'the connection for the migration was lost', error));
    await client.connect();
    try {
      const created = await migrateTables(client, this.options.projections);
      if (created.length > 0) this.log('info', `to be derived from the beginning: ${created.join(', ')}`);
    } finally {
      await client.end();
    }
  }

  /** Takes the lease as soon as it is free, catches up and follows the log, in the background, until `stop`. */
  async start(): Promise<void> {
    const { projections, runElsewhere } = this.options;
    if (projections.length === 0 || this.background) return;
    if (!runElsewhere) {
      this.background = this.runUntilStopped();
      return;
    }
    const { started, ended } = runElsewhere(this.progress, this.stopping.signal);
    this.background = ended;
    await started;
  }

  /** Finishes the batch under way, gives the lease back and closes all connections. The engine is not used after it. */
  async stop(): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.stopping.abort();
    await this.background;
    this.progress.end();
    await this.pool.end();
  }

  /**
   * Brings all projections to the log's head as of this call, or waits until the process that holds the lease has.
   * Answers with that position. Throws Unavailable when the database or the log stay away, or the engine is stopped.
   */
  async catchUp(): Promise<bigint> {
    const head = await this.options.store.head();
    const names = this.options.projections.map(({ name }) => name);
    if (names.length === 0) return head;
    if (this.background) await this.waitUntil(head, names, Infinity);
    else await this.catchUpInForeground(head, names);
    return head;
  }

  async status(): Promise<ProjectionStatus[]> {
    const head = await this.options.store.head();
    return readStatus(this.pool, this.options.projections, head);
  }

  /**
   * Until the tables of one projection, or of all, hold the log up to `position`. Throws Unavailable when they do not
   * within `timeoutMs`, NotFound for a projection that there is not.
   */
  async waitFor(position: bigint, options: { projection?: string; timeoutMs: number }): Promise<void> {
    const { projection, timeoutMs } = options;
    const all = this.options.projections.map(({ name }) => name);
    if (projection !== undefined && !all.includes(projection)) throw new NotFound('projection', projection);
    await this.waitUntil(position, projection === undefined ? all : [projection], timeoutMs);
  }

  private async waitUntil(position: bigint, names: readonly string[], timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!this.stopping.signal.aborted) {
      const here = this.progress.reached(position, names);
      if (here ?? (await this.storedReached(position, names))) return;
      const left = deadline - performance.now();
      if (left <= 0) throw new Unavailable(`the read models are not at position ${position} yet`);
      await this.progress.change(position, names, here === undefined ? Math.min(POLL_MS, left) : left);
    }
    throw new Unavailable('the projections are being stopped');
  }

  /** Many may wait at once: they share one look at the checkpoints. */
  private async storedReached(position: bigint, names: readonly string[]): Promise<boolean> {
    const now = performance.now();
    if (!this.positionsRead || now - this.positionsRead.at >= POLL_MS / 2) {
      this.positionsRead = { at: now, positions: this.readPositions() };
    }
    const positions = await this.positionsRead.positions;
    return names.every((name) => (positions.get(name) ?? -1n) >= position);
  }

  private async readPositions(): Promise<Map<string, bigint>> {
    try {
      const statuses = await readStatus(this.pool, this.options.projections, 0n);
      return new Map(statuses.map(({ name, checkpoint }) => [name, checkpoint]));
    } catch (error) {
      throw new Unavailable('the read models cannot be reached', 1, { cause: error });
    }
  }

  private async runUntilStopped(): Promise<void> {
    const { signal } = this.stopping;
    const backoff = new Backoff();
    while (!signal.aborted) {
      try {
        await this.holdLease(backoff, (runner, either) => runner.follow(either));
      } catch (error) {
        this.log('error', 'the projections were interrupted and will go on', error);
        await sleep(backoff.nextMs(), signal);
      }
    }
  }

  private async catchUpInForeground(head: bigint, names: readonly string[]): Promise<void> {
    const { signal } = this.stopping;
    const backoff = new Backoff();
    while (!signal.aborted) {
      try {
        await this.holdLease(
          backoff,
          (runner, either) => runner.catchUpTo(head, either),
          () => this.storedReached(head, names),
        );
        return;
      } catch (error) {
        if (backoff.count >= MAX_FAILURES) {
          throw new Unavailable('the projections cannot be brought up to date', 1, { cause: error });
        }
        this.log('warn', 'the catch-up was interrupted and will go on', error);
        await sleep(backoff.nextMs(), signal);
      }
    }
    throw new Unavailable('the projections are being stopped');
  }

  /** Waits for the lease and does the work under it; `isDone` says when there is nothing left to wait for. */
  private async holdLease(backoff: Backoff, work: Work, isDone?: () => Promise<boolean>): Promise<void> {
    const session = await RunnerSession.open(this.options.connectionString);
    const either = AbortSignal.any([this.stopping.signal, session.lost]);
    try {
      while (!(await session.tryLease())) {
        if (await isDone?.()) return;
        await sleep(this.options.leaseRetryMs ?? DEFAULT_LEASE_RETRY_MS, either);
        if (this.stopping.signal.aborted) return;
      }
      await this.work(session, either, backoff, work);
    } finally {
      await session.close();
    }
    if (!this.stopping.signal.aborted && session.lost.aborted && !isDone) {
      throw new Unavailable('the connection to the read models was lost');
    }
  }

  private async work(session: RunnerSession, either: AbortSignal, backoff: Backoff, work: Work): Promise<void> {
    const runner = await Runner.begin(session, this.options, (names, position) => {
      backoff.reset();
      this.progress.advance(names, position);
    });
    this.progress.begin(runner.positions);
    try {
      await work(runner, either);
    } finally {
      this.progress.end();
    }
    if (session.lost.aborted) throw new Unavailable('the connection to the read models was lost');
  }

  private log(level: 'info' | 'warn' | 'error', message: string, error?: unknown): void {
    this.options.log?.(error === undefined ? { level, message } : { level, message, error });
  }
}

function refuseNameClashes({ projections }: ProjectionEngineOptions): void {
  const taken = new Set(['projection_checkpoint', 'parked_event']);
  for (const { name } of projections.flatMap(({ tables }) => tables)) {
    if (taken.has(name)) throw new Error(`two tables of the read models are called ${name}`);
    taken.add(name);
  }
  const names = projections.map(({ name }) => name);
  if (new Set(names).size !== names.length) throw new Error(`two projections have one name: ${names.join(', ')}`);
}
