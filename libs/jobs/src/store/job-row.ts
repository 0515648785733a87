import type { Job, JobError, JobProgress, JobStatus, StoredJob } from '../job.js';

/** A row of work.job as the driver gives it. */
export interface JobRow {
  id: string;
  kind: string;
  parameters: Record<string, unknown>;
  status: JobStatus;
  progress: JobProgress | null;
  result: unknown;
  error: JobError | null;
  resume: unknown;
  attempts: number;
  strikes: number;
  retries: number;
  revision: number;
  epoch: string;
  runner: string | null;
  created_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  due_at: Date;
  request_digest: string | null;
}

export function jobOfRow(row: JobRow): StoredJob {
  const { id, kind, parameters, status, progress, result, error, resume } = row;
  const { attempts, strikes, retries, revision, runner } = row;
  return {
    ...{ id, kind, parameters, status, progress, result, error, resume },
    ...{ attempts, strikes, retries, revision, runner },
    epoch: BigInt(row.epoch),
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    dueAt: row.due_at.toISOString(),
  };
}

/** What of a job is for everybody. */
export function publicJob(job: StoredJob): Job {
  const { epoch: _epoch, strikes: _strikes, retries: _retries, resume: _resume, ...shown } = job;
  return shown;
}

/** The values of UPDATE_JOB_SQL. */
export function updateValues(job: StoredJob): unknown[] {
  return [
    job.id,
    job.status,
    jsonOrNull(job.progress),
    jsonOrNull(job.result),
    jsonOrNull(job.error),
    jsonOrNull(job.resume),
    job.attempts,
    job.strikes,
    job.retries,
    job.revision,
    job.epoch,
    job.runner,
    job.startedAt,
    job.endedAt,
    job.dueAt,
  ];
}

function jsonOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
