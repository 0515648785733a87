import type { WorkMigration } from '#work';

export const importMigrations: readonly WorkMigration[] = [
  {
    name: 'imports',
    sql: `
      create table work.upload (
        job_id uuid primary key references work.job (id) on delete cascade deferrable initially deferred,
        bytes bigint not null,
        sha256 text not null
      );
      comment on table work.upload is 'Files that were sent to be imported; kept until their job has ended.';

      create table work.upload_chunk (
        job_id uuid not null,
        n integer not null,
        bytes bytea not null,
        primary key (job_id, n)
      );
      alter table work.upload_chunk alter column bytes set storage external;
      alter table work.upload_chunk add foreign key (job_id) references work.upload (job_id)
        on delete cascade deferrable initially deferred;

      create table work.import_reject (
        job_id uuid not null references work.job (id) on delete cascade,
        n integer not null,
        reject text not null,
        primary key (job_id, n)
      );
      comment on table work.import_reject is 'Rows of imports of which something was not taken, as JSON.';

      create table work.mapping (
        id uuid primary key,
        yaml text not null,
        created_at timestamptz not null default now(),
        used_at timestamptz not null default now()
      );
      comment on table work.mapping is 'How rows of files become events, as it was sent. The id is that of the text.';
    `,
  },
];
