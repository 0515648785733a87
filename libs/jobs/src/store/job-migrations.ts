import type { WorkMigration } from '#work';

export const jobMigrations: readonly WorkMigration[] = [
  {
    name: 'jobs',
    sql: `
      create table work.job (
        id uuid primary key,
        kind text not null,
        parameters jsonb not null,
        status text not null check (status in ('queued', 'running', 'cancelling', 'done', 'failed', 'cancelled')),
        progress jsonb,
        result jsonb,
        error jsonb,
        resume jsonb,
        attempts integer not null default 0,
        strikes integer not null default 0,
        retries integer not null default 0,
        revision integer not null default 0,
        epoch bigint not null default 0,
        runner text,
        created_at timestamptz not null,
        started_at timestamptz,
        ended_at timestamptz,
        due_at timestamptz not null,
        idempotency_key text,
        request_digest text
      ) with (fillfactor = 70);
      comment on table work.job is 'Work that outlives the process that does it. Who runs it holds the lease job/<id>.';
      create index job_open on work.job (created_at) where status in ('queued', 'running', 'cancelling');
      create index job_ended on work.job (ended_at) where ended_at is not null;
      create unique index job_idempotency on work.job (kind, idempotency_key) where idempotency_key is not null;

      create table work.schedule (
        name text primary key,
        due_at timestamptz not null,
        last_run_at timestamptz,
        last_job uuid
      );
      comment on table work.schedule is 'When jobs that come again and again are due next, and which one was the last.';
    `,
  },
];
