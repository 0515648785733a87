/** A lease is free when it was given back, has run out, or the session of its owner has ended. */
const IS_FREE = `(lease.owner is null or lease.expires_at < clock_timestamp()
    or not work.session_lives(lease.backend_pid, lease.backend_start))`;

const OWN_SESSION_START = '(select backend_start from pg_stat_activity where pid = pg_backend_pid())';

/** $1 owner, $2 names in ascending order, $3 milliseconds to live. */
export const ACQUIRE_SQL = `
  insert into work.lease (name, epoch, owner, backend_pid, backend_start, expires_at)
  select name, 1, $1::uuid, pg_backend_pid(), ${OWN_SESSION_START}, clock_timestamp() + $3 * interval '1 ms'
  from unnest($2::text[]) with ordinality as wanted (name, n) order by n
  on conflict (name) do update
  set epoch = lease.epoch + 1, owner = excluded.owner, backend_pid = excluded.backend_pid,
    backend_start = excluded.backend_start, expires_at = excluded.expires_at, since = now()
  where ${IS_FREE}
  returning name, epoch`;

/** $1 owner, $2 names, $3 epochs, $4 milliseconds to live; answers with the names that are still the owner's. */
export const RENEW_SQL = `
  update work.lease set expires_at = clock_timestamp() + $4 * interval '1 ms',
    backend_pid = pg_backend_pid(), backend_start = ${OWN_SESSION_START}
  from unnest($2::text[], $3::bigint[]) as mine (name, epoch)
  where lease.name = mine.name and lease.epoch = mine.epoch and lease.owner = $1::uuid
  returning lease.name`;

/** $1 owner, $2 names, $3 epochs. */
export const RELEASE_SQL = `
  update work.lease set owner = null, expires_at = clock_timestamp()
  from unnest($2::text[], $3::bigint[]) as mine (name, epoch)
  where lease.name = mine.name and lease.epoch = mine.epoch and lease.owner = $1::uuid`;

/** $1 pool, $2 owner. */
export const JOIN_SQL = `
  insert into work.member (pool, owner, backend_pid, backend_start, seen_at)
  values ($1, $2::uuid, pg_backend_pid(), ${OWN_SESSION_START}, clock_timestamp())
  on conflict (pool, owner) do update
  set backend_pid = excluded.backend_pid, backend_start = excluded.backend_start, seen_at = excluded.seen_at`;

/** $1 pool, $2 milliseconds after which a silent member counts as gone. */
export const FORGET_GONE_SQL = `
  delete from work.member where pool = $1
  and (seen_at < clock_timestamp() - $2 * interval '1 ms' or not work.session_lives(backend_pid, backend_start))`;

export const MEMBERS_SQL = 'select owner from work.member where pool = $1 order by owner';

export const LEAVE_SQL = 'delete from work.member where pool = $1 and owner = $2::uuid';

/**
 * Condition for an SQL statement: the lease is still of the epoch, owned by somebody. The arguments are SQL for the
 * lease's name and epoch.
 */
export function leaseHolds(name: string, epoch: string): string {
  return `exists (select from work.lease as held where held.name = ${name} and held.epoch = ${epoch} and held.owner is not null)`;
}
