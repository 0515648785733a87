import { type Job, JobRunner, Jobs, hasEnded } from '#jobs';
import type { Projection } from '#kernel';
import {
  type DoTask,
  type ProjectionEngine,
  REBUILD_JOB,
  type RebuildRequest,
  type RebuildResult,
  Rebuilds,
  doTask,
} from '#projections';
import { WorkDatabase } from '#work';
import type { Ledger } from './ledger.js';

/** Rebuilds of a test's ledger, run in this process. */
export class Rebuilding {
  readonly rebuilds: Rebuilds;
  readonly jobs: Jobs;
  readonly log: string[] = [];
  private readonly runners = new Set<JobRunner>();
  private readonly database: WorkDatabase;

  private constructor(ledger: Ledger, engine: ProjectionEngine, projections: readonly Projection[], task?: DoTask) {
    const { store, codec } = ledger;
    this.database = new WorkDatabase({ connectionString: ledger.database.url });
    const log = ({ message }: { message: string }): void => void this.log.push(message);
    const sources = { store, codec, connectionString: ledger.database.url, projections, log };
    this.rebuilds = new Rebuilds({
      ...sources,
      database: this.database,
      catchUpLive: () => engine.catchUp(),
      doTask: task ?? ((each, signal) => doTask(sources, each, signal)),
      loaders: 2,
    });
    this.jobs = new Jobs({ database: this.database, kinds: [this.rebuilds.kind] });
  }

  /** `task`: what is done in the place of a part of a rebuild. */
  static async open(
    ledger: Ledger,
    engine: ProjectionEngine,
    projections: readonly Projection[],
    task?: DoTask,
  ): Promise<Rebuilding> {
    const rebuilding = new Rebuilding(ledger, engine, projections, task);
    await Jobs.migrate(rebuilding.database);
    await Rebuilds.migrate(rebuilding.database);
    return rebuilding;
  }

  /** Another process that runs rebuilds. */
  runner(): JobRunner {
    const log = ({ message, error }: { message: string; error?: unknown }): void => {
      this.log.push(error instanceof Error ? `${message}: ${error.message}` : message);
    };
    const runner = new JobRunner({ jobs: this.jobs, kinds: [REBUILD_JOB], lookEveryMs: 50, log });
    this.runners.add(runner);
    runner.start();
    return runner;
  }

  async request(request: RebuildRequest = {}): Promise<string> {
    return (await this.rebuilds.request(this.jobs, request)).job.id;
  }

  async ended(id: string): Promise<Job> {
    for await (const job of this.jobs.watch(id, new AbortController().signal, { lookEveryMs: 50 })) {
      if (job && hasEnded(job)) return job;
    }
    throw new Error('the job was watched no longer');
  }

  /** Requests, runs and waits; throws when it is not done in the end. */
  async rebuild(request: RebuildRequest = {}): Promise<RebuildResult> {
    const runner = this.runners.size === 0 ? this.runner() : undefined;
    const { status, error, result } = await this.ended(await this.request(request));
    if (runner) await this.stop(runner);
    if (status !== 'done') throw new Error(`the rebuild ${status}: ${error?.message}; ${this.log.join('; ')}`);
    return result as RebuildResult;
  }

  async stop(runner: JobRunner): Promise<void> {
    this.runners.delete(runner);
    await runner.stop();
  }

  async close(): Promise<void> {
    for (const runner of this.runners) await this.stop(runner);
    await this.jobs.close();
    await this.database.close();
  }
}
