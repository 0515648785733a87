import type { WorkMigration } from '#work';

export const rebuildMigrations: readonly WorkMigration[] = [
  {
    name: 'rebuilds',
    sql: `
      create table work.rebuild (
        id uuid primary key,
        only_one boolean not null default true unique check (only_one),
        way text not null check (way in ('streams', 'log')),
        bound bigint not null,
        phase text not null default 'loading'
          check (phase in ('loading', 'indexing', 'catching-up', 'refused', 'swapped')),
        verdict jsonb,
        began_at timestamptz not null default clock_timestamp(),
        ended_at timestamptz
      );
      comment on table work.rebuild is 'Read models being built anew, in the schema rebuild. The id is that of the job.';

      create table work.rebuild_range (
        rebuild_id uuid not null references work.rebuild (id) on delete cascade,
        n integer not null,
        from_stream text collate "C" not null,
        before_stream text collate "C",
        done boolean not null default false,
        events bigint not null default 0,
        reading_ms double precision not null default 0,
        folding_ms double precision not null default 0,
        writing_ms double precision not null default 0,
        primary key (rebuild_id, n)
      );
      comment on table work.rebuild_range is 'Streams that are folded together; what is done is in the tables.';
    `,
  },
  {
    name: 'partial rows of a rebuild',
    sql: `
      create table work.rebuild_partial (
        rebuild_id uuid not null,
        n integer not null,
        projection text not null,
        tables jsonb,
        primary key (rebuild_id, n, projection),
        foreign key (rebuild_id, n) references work.rebuild_range (rebuild_id, n) on delete cascade
      );
      comment on table work.rebuild_partial is
        'Rows that gather from several streams, as one range makes them. No tables: an event of the range failed.';
    `,
  },
];
