/** Schema of what the harness itself writes into the database under test. */
export const AUDIT_SCHEMA = 'faults';

/**
 * Notes every change of a row, whatever its columns: in the transaction of the change, so that what is undone leaves no
 * note. Changes of one row are numbered in their order, because each waits for the one before.
 */
export const CREATE_AUDIT_SQL = `
  create schema if not exists ${AUDIT_SCHEMA};
  create table if not exists ${AUDIT_SCHEMA}.change (
    sequence bigint generated always as identity primary key,
    table_name text not null,
    before jsonb,
    after jsonb,
    at timestamptz not null default clock_timestamp(),
    session text not null,
    session_lived boolean
  );
  create or replace function ${AUDIT_SCHEMA}.note_change() returns trigger language plpgsql as $body$
  declare
    was jsonb := case when tg_op = 'INSERT' then null else to_jsonb(old) end;
    own_start timestamptz := (select backend_start from pg_stat_activity where pid = pg_backend_pid());
    lived boolean;
  begin
    if was ? 'backend_pid' and was ->> 'backend_pid' is not null then
      lived := exists (select from pg_stat_activity as a where a.pid = (was ->> 'backend_pid')::integer
        and a.backend_start = (was ->> 'backend_start')::timestamptz);
    end if;
    insert into ${AUDIT_SCHEMA}.change (table_name, before, after, session, session_lived)
    values (tg_table_schema || '.' || tg_table_name, was, case when tg_op = 'DELETE' then null else to_jsonb(new) end,
      pg_backend_pid() || ' of ' || extract(epoch from own_start), lived);
    return null;
  end $body$`;

/** Tables whose changes are noted, where they are there. */
export const WATCHED_TABLES = ['read.projection_checkpoint', 'work.lease'] as const;

export const IS_THERE_SQL = 'select to_regclass($1) is not null as there';

export function watchTableSql(table: string): string {
  return `create or replace trigger faults_note after insert or update or delete on ${table}
    for each row execute function ${AUDIT_SCHEMA}.note_change()`;
}

export const READ_CHANGES_SQL = `
  select sequence::integer as sequence, table_name as table, before, after,
    (extract(epoch from at) * 1000)::float8 as "atMs", session, session_lived as "sessionLived"
  from ${AUDIT_SCHEMA}.change order by sequence`;
