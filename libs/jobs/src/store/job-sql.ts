import { leaseHolds } from '#work';

/** Changes are told on this channel, as `<id> <status>`. */
export const JOB_CHANNEL = 'rapport_job';

/** The lease of a job, by its id. */
export function leaseOfJob(id: string): string {
  return `job/${id}`;
}

const OF_JOB = `'job/' || job.id::text`;

export const CREATE_JOB_SQL = `
  insert into work.job (id, kind, parameters, status, created_at, due_at, idempotency_key, request_digest)
  values ($1, $2, $3, 'queued', $4, $4, $5, $6)
  on conflict (kind, idempotency_key) where idempotency_key is not null do nothing
  returning *`;

export const JOB_OF_KEY_SQL = 'select * from work.job where kind = $1 and idempotency_key = $2';

export const READ_JOB_SQL = 'select * from work.job where id = $1';

export const LOCK_JOB_SQL = 'select * from work.job where id = $1 for update';

/** $1 id, $2 epoch of the lease: the one who has just got it. */
export const LOCK_TO_TAKE_UP_SQL = `
  select * from work.job where id = $1 and ${leaseHolds(OF_JOB, '$2::bigint')} for update`;

/**
 * $1 id, $2 epoch. The lease is looked at as of the beginning of the statement; a job that was taken up by another while
 * this waited for the row has that one's epoch, which is looked at again.
 */
export const LOCK_OWNED_SQL = `
  select * from work.job where id = $1 and epoch = $2::bigint and ${leaseHolds(OF_JOB, '$2::bigint')} for update`;

export const UPDATE_JOB_SQL = `
  update work.job set status = $2, progress = $3, result = $4, error = $5, resume = $6, attempts = $7, strikes = $8,
    retries = $9, revision = $10, epoch = $11, runner = $12, started_at = $13, ended_at = $14, due_at = $15
  where id = $1`;

export const NOTIFY_SQL = `select pg_notify('${JOB_CHANNEL}', $1)`;

/** $1 kinds, $2 ids that are not wanted, $3 how many: those that nobody works on now, though somebody should. */
export const TO_TAKE_UP_SQL = `
  select id from work.job
  where status in ('queued', 'running', 'cancelling') and kind = any($1) and id <> all($2::uuid[])
  and (status <> 'queued' or due_at <= clock_timestamp())
  and not exists (
    select from work.lease
    where lease.name = ${OF_JOB} and lease.owner is not null and lease.expires_at > clock_timestamp()
    and work.session_lives(lease.backend_pid, lease.backend_start)
  )
  order by created_at limit $3`;

export const CANCELLING_SQL = `select id from work.job where id = any($1::uuid[]) and status = 'cancelling'`;

/** $1 status or null, $2 kind or null, $3 id after which the page begins or null, $4 how many. The newest first. */
export const LIST_JOBS_SQL = `
  select * from work.job
  where ($1::text is null or status = $1) and ($2::text is null or kind = $2) and ($3::uuid is null or id < $3)
  order by id desc limit $4`;

/** $1 milliseconds that ended jobs are kept, $2 how many at most. */
export const PRUNE_JOBS_SQL = `
  delete from work.job where id in (
    select id from work.job where ended_at < clock_timestamp() - $1 * interval '1 ms' order by ended_at limit $2
  )`;

/** Leases of jobs that are no more, or have ended: nobody will ask for them again. */
export const PRUNE_LEASES_SQL = `
  delete from work.lease where name like 'job/%' and owner is null
  and not exists (select from work.job where lease.name = ${OF_JOB} and ended_at is null)`;
