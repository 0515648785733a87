import pg from 'pg';
import { NotFound, Unavailable } from '#kernel';
import { type Lease, Leases, SharedLeases } from '#work';
import { type AlignedDigests, alignedDigests } from './digest/aligned-digests.js';
import { Backoff } from './engine/backoff.js';
import type { DerivedPlace } from './engine/begin-groups.js';
import { DEFAULT_LEASE_RETRY_MS, type ProjectionEngineOptions } from './engine/engine-options.js';
import { migrateTables } from './engine/migrate-tables.js';
import { Progress } from './engine/progress.js';
import { type ProjectionStatus, readStatus } from './engine/projection-status.js';
import { Runner } from './engine/runner.js';
import { RunnerSession } from './engine/runner-session.js';
import { sleep, untilAborted } from './engine/sleep.js';
import { leaseNameOf, leaseNamesOf, slotId, slotsOf } from './engine/slot.js';
import { type OtherVersion, VersionWatch } from './engine/version-watch.js';
import { READ_SCHEMA } from './tables/sql-names.js';

export type { ProjectionStatus } from './engine/projection-status.js';

/** How often a process that is not the runner looks where the checkpoints are, while someone waits. */
const POLL_MS = 20;
/** A catch-up gives up after so many failures without any progress between them. */
const MAX_FAILURES = 8;

/** The processes that derive projections share their partitions under this name. */
const POOL = 'projections';

const VERSIONS_UNKNOWN = 'the versions of the projections could not be looked up';

type Work = (runner: Runner, signal: AbortSignal) => Promise<void>;

/**
 * Keeps the read models in step with the log. Any number of processes may have one: those that are started share the
 * partitions evenly among themselves, each of them derived by one process at a time. What is in the tables is always
 * exactly the fold of the log up to the checkpoints.
 */
export class ProjectionEngine {
  private readonly progress: Progress;
  private readonly stopping = new AbortController();
  private readonly pool: pg.Pool;
  private readonly leases: Leases;
  private readonly leaseNames: readonly string[];
  private readonly versions: VersionWatch;
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
    this.leases = new Leases({
      connectionString: options.connectionString,
      ...(options.leaseTtlMs === undefined ? {} : { ttlMs: options.leaseTtlMs }),
      onError: (error) => this.log('warn', 'the leases of the projections could not be renewed', error),
    });
    this.leaseNames = leaseNamesOf(options.projections);
    this.versions = new VersionWatch(this.pool, options.projections, (error) =>
      this.log('warn', VERSIONS_UNKNOWN, error),
    );
  }

  /** Creates what is missing; empties projections whose version or columns have changed, to be derived again. */
  async migrate(): Promise<void> {
    await Leases.migrate(this.options.connectionString);
    const client = new pg.Client({ connectionString: this.options.connectionString });
    client.on('error', (error) => this.log('warn', 'the connection for the migration was lost', error));
    await client.connect();
    try {
      const created = await migrateTables(client, this.options.projections, this.options.otherVersions);
      if (created.length > 0) this.log('info', `to be derived from the beginning: ${created.join(', ')}`);
    } finally {
      await client.end();
    }
    await this.versions.begin();
  }

  /** Projections whose tables are of another version than this program's: it neither derives nor reads them. */
  get otherVersions(): readonly OtherVersion[] {
    return this.versions.otherVersions;
  }

  /** Looks anew what `otherVersions` says; the engine does so by itself now and then. Throws what the driver throws. */
  lookAtVersions(): Promise<void> {
    return this.versions.begin();
  }

  /** Throws Unavailable for a projection that this program cannot read at the moment. */
  requireServed(name: string): void {
    this.versions.requireServed(name);
  }

  /**
   * Takes its share of the partitions, catches up and follows the log, in the background, until `stop`. Its share is
   * another one when processes come and go.
   */
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

  /** Finishes the batch under way, gives the leases back and closes all connections. The engine is not used after it. */
  async stop(): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.stopping.abort();
    this.versions.stop();
    await this.background;
    this.progress.end();
    await this.leases.close();
    await this.pool.end();
  }

  /**
   * Brings all projections of this program's versions to the log's head as of this call, or waits until the processes that derive them have.
   * Answers with that position. Throws Unavailable when the database or the log stay away, or the engine is stopped.
   */
  async catchUp(): Promise<bigint> {
    const head = await this.options.store.head();
    const others = new Set(this.otherVersions.map(({ name }) => name));
    const names = this.options.projections.map(({ name }) => name).filter((name) => !others.has(name));
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
   * Digests of these projections' rows, or of all, at one position. Throws NotFound for a projection that there is not,
   * Unavailable when they do not come to one position.
   */
  async digests(names?: readonly string[]): Promise<AlignedDigests> {
    const { projections, connectionString } = this.options;
    for (const name of names ?? []) this.requireKnown(name);
    return alignedDigests(
      connectionString,
      projections.filter(({ name }) => names?.includes(name) ?? true),
    );
  }

  /**
   * Until the tables of one projection, or of all, hold the log up to `position`. Throws Unavailable when they do not
   * within `timeoutMs`, NotFound for a projection that there is not.
   */
  async waitFor(position: bigint, options: { projection?: string; timeoutMs: number }): Promise<void> {
    const { projection, timeoutMs } = options;
    const all = this.options.projections.map(({ name }) => name);
    if (projection !== undefined) this.requireKnown(projection);
    await this.waitUntil(position, projection === undefined ? all : [projection], timeoutMs);
  }

  private requireKnown(projection: string): void {
    if (!this.options.projections.some(({ name }) => name === projection)) throw new NotFound('projection', projection);
  }

  private async waitUntil(position: bigint, names: readonly string[], timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    const slots = this.options.projections
      .filter(({ name }) => names.includes(name))
      .flatMap((projection) => slotsOf(projection).map(slotId));
    while (!this.stopping.signal.aborted) {
      const here = this.progress.reached(position, slots);
      if (here ?? (await this.storedReached(position, names))) return;
      const left = deadline - performance.now();
      if (left <= 0) throw new Unavailable(`the read models are not at position ${position} yet`);
      await this.progress.change(position, slots, here === undefined ? Math.min(POLL_MS, left) : left);
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
    await this.versions.begin().catch((error: unknown) => this.log('warn', VERSIONS_UNKNOWN, error));
    const shared = new SharedLeases(
      this.leases,
      POOL,
      this.leaseNames,
      (error) => this.log('warn', 'the partitions of the projections could not be shared out', error),
      // A lease is for a partition of all projections: whoever can derive all of them is to have it.
      () => this.otherVersions.length > 0,
    );
    while (!signal.aborted) {
      try {
        const leases = await shared.settle();
        const either = AbortSignal.any([signal, shared.changed, this.versions.changed]);
        if (leases.length === 0) await untilAborted(either);
        else await this.derive(leases, either, backoff, (runner, until) => runner.follow(until));
      } catch (error) {
        this.log('error', 'the projections were interrupted and will go on', error);
        await sleep(backoff.nextMs(), signal);
      }
    }
    // When the database is away, the leases end with the session.
    await shared.close().catch((error: unknown) => this.log('warn', 'the partitions could not be given back', error));
  }

  private async catchUpInForeground(head: bigint, names: readonly string[]): Promise<void> {
    const { signal } = this.stopping;
    const backoff = new Backoff();
    while (!signal.aborted) {
      try {
        if (await this.catchUpWithFreeLeases(head, names, backoff)) return;
        await sleep(this.options.leaseRetryMs ?? DEFAULT_LEASE_RETRY_MS, signal);
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

  /** What other processes hold is left to them. Answers whether all are at the head now. */
  private async catchUpWithFreeLeases(head: bigint, names: readonly string[], backoff: Backoff): Promise<boolean> {
    if (await this.storedReached(head, names)) return true;
    const leases = await this.leases.tryAcquire(this.leaseNames);
    try {
      if (leases.length > 0) {
        await this.derive(leases, this.stopping.signal, backoff, (runner, until) => runner.catchUpTo(head, until));
      }
    } finally {
      await this.leases.release(leases);
    }
    this.positionsRead = undefined;
    return !this.stopping.signal.aborted && this.storedReached(head, names);
  }

  /** Does the work under the leases until it is done, the signal is aborted, or a lease is lost. */
  private async derive(leases: readonly Lease[], signal: AbortSignal, backoff: Backoff, work: Work): Promise<void> {
    const session = await RunnerSession.open(this.options.connectionString);
    const until = AbortSignal.any([signal, session.lost, ...leases.map(({ lost }) => lost)]);
    let wasLost = false;
    try {
      const place: DerivedPlace = {
        schema: READ_SCHEMA,
        leaseOf: (slot) => leases.find(({ name }) => name === leaseNameOf(slot)),
      };
      const runner = await Runner.begin(session, this.options, place, (slots, position) => {
        backoff.reset();
        this.progress.advance(slots, position);
      });
      this.progress.begin(runner.positions);
      await work(runner, until);
    } finally {
      this.progress.end();
      wasLost = session.lost.aborted;
      await session.close();
    }
    if (wasLost && !signal.aborted) throw new Unavailable('the connection to the read models was lost');
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
