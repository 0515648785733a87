/** $1 job, $2 number from 0, $3 bytes. */
export const INSERT_CHUNK_SQL = 'insert into work.upload_chunk (job_id, n, bytes) values ($1, $2, $3)';

export const INSERT_UPLOAD_SQL = 'insert into work.upload (job_id, bytes, sha256) values ($1, $2, $3)';

export const READ_UPLOAD_SQL = 'select bytes, sha256 from work.upload where job_id = $1';

export const READ_CHUNK_SQL = 'select bytes from work.upload_chunk where job_id = $1 and n = $2';

/** $1 job, $2 how many bytes. */
export const READ_FIRST_BYTES_SQL =
  'select substring(bytes from 1 for $2) as bytes from work.upload_chunk where job_id = $1 and n = 0';

/** The chunks go with it. */
export const DELETE_UPLOAD_SQL = 'delete from work.upload where job_id = $1';

/** $1 milliseconds that the files of failed jobs are kept. */
export const PRUNE_UPLOADS_SQL = `
  delete from work.upload using work.job
  where upload.job_id = job.id and job.ended_at < clock_timestamp() - $1 * interval '1 ms'`;

/** $1 job, $2 number of the first one, $3 rejects as JSON. */
export const INSERT_REJECTS_SQL = `
  insert into work.import_reject (job_id, n, reject)
  select $1, $2 + row_number() over (order by place) - 1, reject
  from unnest($3::text[]) with ordinality as given (reject, place)`;

/** $1 job, $2 how many stay. */
export const CUT_REJECTS_SQL = 'delete from work.import_reject where job_id = $1 and n >= $2';

/** $1 job, $2 number at which the page begins, $3 how many. */
export const READ_REJECTS_SQL = `
  select n, reject from work.import_reject where job_id = $1 and n >= $2 order by n limit $3`;

/** $1 id, $2 text. */
export const KEEP_MAPPING_SQL = `
  insert into work.mapping (id, yaml) values ($1, $2) on conflict (id) do update set used_at = now()`;

export const USE_MAPPING_SQL = 'update work.mapping set used_at = now() where id = $1 returning yaml';

export const READ_MAPPING_SQL = 'select yaml from work.mapping where id = $1';

/** $1 milliseconds that a mapping is kept which nobody uses. */
export const PRUNE_MAPPINGS_SQL = `
  delete from work.mapping where used_at < clock_timestamp() - $1 * interval '1 ms'
  and not exists (
    select from work.job where job.parameters ->> 'mapping' = mapping.id::text and job.ended_at is null
  )`;
