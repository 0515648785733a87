import type { WorkMigration } from '#work';

/** The tables of webhooks and of what is to be sent to them. */
export const webhookMigrations: readonly WorkMigration[] = [
  {
    name: 'webhooks',
    sql: `
      create table work.webhook (
        id uuid primary key,
        number bigint generated always as identity unique,
        url text not null,
        types text[],
        description text,
        state text not null default 'active' check (state in ('active', 'paused', 'disabled')),
        state_reason text,
        position bigint not null,
        queue_changes bigint not null default 0,
        delivered bigint not null default 0,
        failed_attempts bigint not null default 0,
        last_success_at timestamptz,
        last_failure_at timestamptz,
        last_failure_status integer,
        last_failure_reason text,
        created_at timestamptz not null default now()
      ) with (fillfactor = 50);
      comment on table work.webhook is 'Who is told of events. Up to its position all that he is to be told is queued.';
      comment on column work.webhook.queue_changes is 'Rises when others than its sender change the queue.';

      create table work.webhook_secret (
        webhook_id uuid not null references work.webhook on delete cascade,
        number bigint generated always as identity,
        secret text not null,
        expires_at timestamptz,
        primary key (webhook_id, number)
      );
      comment on table work.webhook_secret is
        'What deliveries are signed with, as it is: a signature cannot be made of a digest of it. The current one does not expire.';

      create table work.delivery (
        webhook_id uuid not null references work.webhook on delete cascade,
        position bigint not null,
        number bigint generated always as identity,
        event_id uuid not null,
        stream text not null,
        revision integer not null,
        type text not null,
        attempts integer not null default 0,
        next_attempt_at timestamptz not null default now(),
        last_attempt_at timestamptz,
        last_status integer,
        last_reason text,
        last_answer text,
        died_at timestamptz,
        primary key (webhook_id, position),
        unique (webhook_id, event_id)
      );
      create index delivery_dead on work.delivery (webhook_id, number) where died_at is not null;
      create index delivery_pending on work.delivery (webhook_id, position) where died_at is null;
      comment on table work.delivery is
        'What is still to be sent, and what could not be. Bodies stay in the log; what was delivered is deleted.';
    `,
  },
];
