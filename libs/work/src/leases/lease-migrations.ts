import type { WorkMigration } from '../schema/work-migration.js';

/** The tables of leases and of those who share them out among themselves. */
export const leaseMigrations: readonly WorkMigration[] = [
  {
    name: 'leases',
    sql: `
      create table work.lease (
        name text primary key,
        epoch bigint not null,
        owner uuid,
        backend_pid integer,
        backend_start timestamptz,
        expires_at timestamptz not null,
        since timestamptz not null default now()
      ) with (fillfactor = 50);
      comment on table work.lease is
        'Work that one process at a time may do. The epoch rises with every owner, and what is written says it.';

      create table work.member (
        pool text not null,
        owner uuid not null,
        backend_pid integer not null,
        backend_start timestamptz,
        seen_at timestamptz not null,
        primary key (pool, owner)
      ) with (fillfactor = 50);
      comment on table work.member is 'The processes that share the leases of a pool among themselves.';

      -- Whether the database session behind a lease still lives. Whoever may not see when it began takes it for alive.
      create function work.session_lives(pid integer, started timestamptz) returns boolean language sql stable as $body$
        select exists (
          select from pg_stat_activity as a
          where a.pid = session_lives.pid and (a.backend_start is null or a.backend_start = session_lives.started)
        )
      $body$;
    `,
  },
];
