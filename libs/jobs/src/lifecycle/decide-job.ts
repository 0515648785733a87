import { isDeepStrictEqual } from 'node:util';
import { hasEnded, type JobError, type JobProgress, type StoredJob } from '../job.js';
import { retryPauseMs } from './retry-pause.js';

/** How often a job may be taken up without coming further: each time its process ended, and nobody knows why. */
export const MAX_STRIKES = 5;

export type JobCommand =
  | { type: 'take-up'; epoch: bigint; runner: string }
  /** It is so far; with `resume` it can go on from there. */
  | { type: 'save'; progress?: JobProgress | undefined; resume?: unknown }
  | { type: 'finish'; result: unknown; progress?: JobProgress | undefined }
  | { type: 'fail'; error: JobError; progress?: JobProgress | undefined }
  /** It failed for a reason that may pass. */
  | { type: 'put-off'; error: JobError; progress?: JobProgress | undefined }
  /** Its process stops in good order. */
  | { type: 'give-back'; progress?: JobProgress | undefined }
  /** Somebody asks for it to be cancelled. */
  | { type: 'cancel'; reason?: string | undefined }
  /** It has been stopped because it was cancelled. */
  | { type: 'stop'; progress?: JobProgress | undefined };

/** What a job is after a command at an instant (RFC 3339 in UTC); undefined when it stays as it is. */
export function decideJob(job: StoredJob, command: JobCommand, at: string): StoredJob | undefined {
  if (hasEnded(job)) return undefined;
  const next = after(job, command, at);
  return next && { ...next, revision: job.revision + 1 };
}

function after(job: StoredJob, command: JobCommand, at: string): StoredJob | undefined {
  if (command.type === 'take-up') return takenUp(job, command, at);
  if (command.type === 'cancel') return askedToStop(job, command.reason, at);
  if (job.status === 'queued') return undefined;
  return afterRun({ ...job, progress: command.progress ?? job.progress }, command, at);
}

/** What who runs a job says of it. */
function afterRun(
  job: StoredJob,
  command: Exclude<JobCommand, { type: 'take-up' | 'cancel' }>,
  at: string,
): StoredJob | undefined {
  switch (command.type) {
    case 'save':
      return saved(job, command.resume);
    case 'finish':
      // Also when it was to be cancelled: what is done is done.
      return { ...job, status: 'done', result: command.result ?? null, error: null, resume: null, endedAt: at };
    case 'fail':
      return job.status === 'cancelling' ? cancelled(job, at) : failed(job, command.error, at);
    case 'put-off':
      return job.status === 'cancelling' ? cancelled(job, at) : putOff(job, command.error, at);
    case 'give-back':
      if (job.status === 'cancelling') return cancelled(job, at);
      return { ...job, status: 'queued', strikes: job.strikes - 1, dueAt: at };
    case 'stop':
      return cancelled(job, at);
  }
}

function takenUp(job: StoredJob, { epoch, runner }: { epoch: bigint; runner: string }, at: string): StoredJob {
  // Whoever was to stop it has died: it is stopped.
  if (job.status === 'cancelling') return { ...cancelled(job, at), epoch };
  if (job.strikes >= MAX_STRIKES) {
    const message =
      `given up: every process that ran it ended before it came any further, ${job.strikes} times in a row; the last ` +
      `one was ${job.runner ?? 'unknown'}`;
    return { ...failed(job, { code: 'job-given-up', message }, at), epoch };
  }
  return {
    ...job,
    status: 'running',
    epoch,
    runner,
    attempts: job.attempts + 1,
    strikes: job.strikes + 1,
    error: null,
    startedAt: job.startedAt ?? at,
  };
}

function askedToStop(job: StoredJob, reason: string | undefined, at: string): StoredJob | undefined {
  if (job.status === 'cancelling') return undefined;
  const told = { ...job, error: reason === undefined ? null : { code: 'job-cancelled', message: reason } };
  return job.status === 'queued' ? cancelled(told, at) : { ...told, status: 'cancelling' };
}

function saved(job: StoredJob, resume: unknown): StoredJob {
  if (resume === undefined || isDeepStrictEqual(resume, job.resume)) return job;
  return { ...job, resume, strikes: 1, retries: 0 };
}

function putOff(job: StoredJob, error: JobError, at: string): StoredJob {
  const retries = job.retries + 1;
  const dueAt = new Date(Date.parse(at) + retryPauseMs(retries)).toISOString();
  return { ...job, status: 'queued', error, retries, strikes: job.strikes - 1, dueAt };
}

function failed(job: StoredJob, error: JobError, at: string): StoredJob {
  return { ...job, status: 'failed', error, endedAt: at };
}

function cancelled(job: StoredJob, at: string): StoredJob {
  return { ...job, status: 'cancelled', resume: null, endedAt: at };
}
