import { setTimeout as delay } from 'node:timers/promises';
import { isLostConnection } from '#event-store';
import type { Lease } from '#work';
import { hasEnded, type JobProgress, type StoredJob } from '../job.js';
import type { JobContext, JobKind } from '../job-kind.js';
import { JobStopped, type StopReason } from '../job-stopped.js';
import type { JobCommand } from '../lifecycle/decide-job.js';
import { publicJob } from '../store/job-row.js';
import type { JobStore } from '../store/job-store.js';
import { jobErrorOf } from './job-error-of.js';
import type { JobLog } from './job-log.js';
import { mayPass } from './may-pass.js';

/** So often progress is written down at most, when the job does not ask for it. */
const PROGRESS_EVERY_MS = 500;
const SETTLE_AGAIN_AFTER_MS = 200;

export interface JobRunOptions {
  job: StoredJob;
  kind: JobKind;
  lease: Lease;
  store: JobStore;
  log: JobLog;
}

/** One process's turn at a job, from taking it up to its end, or to where the next one goes on. */
export class JobRun {
  private readonly stopping = new AbortController();
  private told: JobProgress | undefined;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<unknown> = Promise.resolve();
  private over = false;

  constructor(private readonly options: JobRunOptions) {}

  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  /** Tells the work to end, and why; the first reason holds, unless the job is lost. */
  stop(why: StopReason): void {
    this.stopping.abort(new JobStopped(why));
  }

  /** Never throws. */
  async toEnd(): Promise<void> {
    const { lease, job, log } = this.options;
    const lost = (): void => this.stop('lost');
    lease.lost.addEventListener('abort', lost, { once: true });
    if (lease.lost.aborted) lost();
    try {
      const outcome = await this.work();
      this.over = true;
      clearTimeout(this.timer);
      await this.writing;
      if (outcome) await this.settle({ ...outcome, progress: this.told });
    } catch (error) {
      log({ level: 'error', message: `what became of job ${job.id} could not be written down`, error });
    } finally {
      lease.lost.removeEventListener('abort', lost);
    }
  }

  /** What became of it; undefined when that is not for this process to say any more. */
  private async work(): Promise<RunOutcome | undefined> {
    const { job, kind, log } = this.options;
    try {
      return { type: 'finish', result: await kind.run(this.context()) };
    } catch (error) {
      const why = stopReasonOf(this.signal, error);
      if (why === 'lost') return undefined;
      if (why === 'cancelled') return { type: 'stop' };
      if (why === 'stopping') return { type: 'give-back' };
      const passes = mayPass(error);
      log({ level: passes ? 'warn' : 'error', message: `job ${job.id} (${job.kind}) could not be done`, error });
      return { type: passes ? 'put-off' : 'fail', error: jobErrorOf(error) };
    }
  }

  private context(): JobContext {
    const { job, store, lease } = this.options;
    const { id, epoch } = job;
    return {
      job: publicJob(job),
      lease: { name: lease.name, epoch: lease.epoch },
      resume: job.resume ?? undefined,
      signal: this.signal,
      progress: (progress) => {
        this.told = progress;
        this.writeLater();
      },
      save: (resume, progress = this.told) => {
        if (this.signal.aborted) return Promise.reject(this.signal.reason as Error);
        return this.write({ type: 'save', resume, progress });
      },
      owned: (work) => store.owned(id, epoch, work),
    };
  }

  private writeLater(): void {
    if (this.timer || this.over) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.over) return;
      this.writing = this.write({ type: 'save', progress: this.told }).catch((error: unknown) => {
        const { job, log } = this.options;
        if (error instanceof JobStopped) this.stop('lost');
        else log({ level: 'warn', message: `the progress of job ${job.id} could not be written down`, error });
      });
    }, PROGRESS_EVERY_MS);
  }

  private async write(command: JobCommand): Promise<void> {
    const { job, store } = this.options;
    const { status } = await store.changeOwned(job.id, job.epoch, command);
    if (status === 'cancelling') this.stop('cancelled');
  }

  /** As long as the job is this process's, a database that is away for a moment is waited for. */
  private async settle(command: JobCommand): Promise<void> {
    const { job, store, lease, log } = this.options;
    for (;;) {
      try {
        const ended = await store.changeOwned(job.id, job.epoch, command);
        const { id, kind, status } = ended;
        log({ level: 'info', message: `job ${id} (${kind}) is ${status}${hasEnded(ended) ? '' : ' again'}` });
        return;
      } catch (error) {
        if (error instanceof JobStopped || lease.lost.aborted) return;
        if (!isLostConnection(error)) throw error;
        await delay(SETTLE_AGAIN_AFTER_MS);
      }
    }
  }
}

type RunOutcome = Extract<JobCommand, { type: 'finish' | 'stop' | 'give-back' | 'put-off' | 'fail' }>;

function stopReasonOf(signal: AbortSignal, error: unknown): StopReason | undefined {
  // Told by the database before the lease's own signal.
  if (error instanceof JobStopped) return error.why;
  return signal.aborted ? (signal.reason as JobStopped).why : undefined;
}
