/** $1 name: known from now on, and due at once. */
export const KNOW_SCHEDULE_SQL = `
  insert into work.schedule (name, due_at) values ($1, clock_timestamp()) on conflict (name) do nothing`;

/** $1 names: those that are due. */
export const DUE_SQL = 'select name from work.schedule where name = any($1) and due_at <= clock_timestamp()';

/**
 * $1 name, $2 milliseconds to the next time, $3 id of the job. Nothing when it is not due, when another process has been
 * first, or when the job of the last time has not ended. However long nobody looked, it is due once.
 */
export const TAKE_DUE_SQL = `
  update work.schedule set due_at = clock_timestamp() + $2 * interval '1 ms', last_run_at = clock_timestamp(), last_job = $3
  where name = $1 and due_at <= clock_timestamp()
  and not exists (select from work.job where job.id = schedule.last_job and job.ended_at is null)
  returning name`;
