import { hostname } from 'node:os';
import { type Lease, Leases } from '#work';
import { WakeUp } from '../changes/wake-up.js';
import { hasEnded } from '../job.js';
import type { Jobs } from '../jobs.js';
import { JobSchedule, type Schedule } from '../schedule/job-schedule.js';
import { leaseOfJob } from '../store/job-sql.js';
import type { JobLog } from './job-log.js';
import { JobRun } from './job-run.js';
import { within } from './within.js';

const DEFAULT_CONCURRENCY = 2;
/** So often it looks for jobs, told of one or not; and so soon after its process has died another one takes a job up. */
const LOOK_EVERY_MS = 1_000;
/** What does not end within this when the process stops is left to whoever takes the job up next. */
const STOP_WITHIN_MS = 10_000;
/** More than may be running elsewhere, so that those that wait are seen. */
const CANDIDATES = 20;

export interface JobRunnerOptions {
  jobs: Jobs;
  /** The kinds that this process runs; by default all that there are. */
  kinds?: readonly string[];
  /** Jobs that come again and again. */
  schedules?: readonly Schedule[];
  /** Jobs run at the same time at most. */
  concurrency?: number;
  /** See Leases. */
  ttlMs?: number;
  lookEveryMs?: number;
  stopWithinMs?: number;
  log?: JobLog;
}

/**
 * Runs jobs in this process, each under its lease: one process at a time runs a job, and when it dies another one goes
 * on from what was saved last. Rides out a database that is away.
 */
export class JobRunner {
  private readonly leases: Leases;
  private readonly schedule: JobSchedule;
  private readonly running = new Map<string, { run: JobRun; ended: Promise<void> }>();
  private readonly wakeUp = new WakeUp();
  private readonly log: JobLog;
  private readonly name = `${hostname()}:${process.pid}`;
  private unsubscribe: (() => void) | undefined;
  private looking: Promise<void> | undefined;
  private stopping = false;

  constructor(private readonly options: JobRunnerOptions) {
    this.log = options.log ?? (() => undefined);
    const { jobs, ttlMs, schedules = [] } = options;
    this.leases = new Leases({
      connectionString: jobs.store.database.connectionString,
      ...(ttlMs === undefined ? {} : { ttlMs }),
      onError: (error) => this.log({ level: 'warn', message: 'leases of jobs could not be renewed', error }),
    });
    this.schedule = new JobSchedule(jobs, schedules);
  }

  start(): void {
    this.unsubscribe = this.options.jobs.changes.subscribe((change) => {
      if (!change || change.status === 'queued' || change.status === 'cancelling') this.wakeUp.call();
    });
    this.looking ??= this.look();
  }

  /** Tells what runs to stop, and gives it back; waits for it, but not forever. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.unsubscribe?.();
    this.wakeUp.call();
    await this.looking;
    for (const { run } of this.running.values()) run.stop('stopping');
    const ended = Promise.all([...this.running.values()].map((each) => each.ended));
    if (!(await within(this.options.stopWithinMs ?? STOP_WITHIN_MS, ended))) {
      this.log({ level: 'warn', message: `${this.running.size} jobs did not stop in time; others go on with them` });
    }
    await this.leases.close();
  }

  private async look(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.schedule.createDue();
        await this.passOnCancellations();
        await this.takeUp();
      } catch (error) {
        this.log({ level: 'warn', message: 'jobs could not be looked for', error });
        // A database that is away is not asked without a pause, however many call.
        await new WakeUp().wait(this.lookEveryMs);
      }
      if (!this.stopping) await this.wakeUp.wait(this.lookEveryMs);
    }
  }

  private get lookEveryMs(): number {
    return this.options.lookEveryMs ?? LOOK_EVERY_MS;
  }

  private async passOnCancellations(): Promise<void> {
    const cancelling = await this.options.jobs.store.cancelling([...this.running.keys()]);
    for (const id of cancelling) this.running.get(id)?.run.stop('cancelled');
  }

  private async takeUp(): Promise<void> {
    const { jobs, kinds = jobs.store.kindNames, concurrency = DEFAULT_CONCURRENCY } = this.options;
    if (this.running.size >= concurrency) return;
    const candidates = await jobs.store.toTakeUp(kinds, [...this.running.keys()], CANDIDATES);
    for (const id of candidates) {
      if (this.running.size >= concurrency || this.stopping) return;
      const [lease] = await this.leases.tryAcquire([leaseOfJob(id)]);
      if (lease) await this.begin(id, lease);
    }
  }

  private async begin(id: string, lease: Lease): Promise<void> {
    const { jobs } = this.options;
    const { store } = jobs;
    try {
      const job = await store.takeUp(id, lease.epoch, this.name);
      const kind = job && store.kindOf(job);
      if (!job || !kind || hasEnded(job)) return await this.leases.release([lease]);
      this.log({
        level: 'info',
        message: `job ${id} (${job.kind}) is taken up, for the ${ordinal(job.attempts)} time`,
      });
      const run = new JobRun({ job, kind, lease, store, log: this.log });
      const ended = run.toEnd().then(() => this.finish(id, lease));
      this.running.set(id, { run, ended });
    } catch (error) {
      await this.leases.release([lease]);
      throw error;
    }
  }

  private async finish(id: string, lease: Lease): Promise<void> {
    try {
      await this.leases.release([lease]);
    } catch (error) {
      // It runs out by itself.
      this.log({ level: 'warn', message: `the lease of job ${id} could not be given back`, error });
    }
    this.running.delete(id);
    this.wakeUp.call();
  }
}

function ordinal(number: number): string {
  return ['first', 'second', 'third'][number - 1] ?? `${number}th`;
}
