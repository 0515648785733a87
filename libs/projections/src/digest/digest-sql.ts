import type { ProjectedTable } from '#kernel';
import { type ModelSchema, qualified, quoted } from '../tables/sql-names.js';

/**
 * How many rows, and a digest of them that does not depend on their order: each row, as PostgreSQL writes a composite
 * value (ISO dates, UTC), is hashed with SHA-256, and the first two 64-bit words of the hashes are added up, each modulo
 * 2^64 (a multiset hash by addition: Clarke et al., ASIACRYPT 2003). Columns count in the order of their names.
 */
export function digestSql(schema: ModelSchema, table: ProjectedTable): string {
  const columns = Object.keys(table.columns).sort().map(quoted).join(', ');
  return `select count(*)::text as rows, ${sumOf('first')} as first, ${sumOf('second')} as second
    from (
      select ${wordOf(1)} as first, ${wordOf(9)} as second
      from (
        select sha256(convert_to(row(${columns})::text, 'UTF8')) as hash from ${qualified(schema, table.name)}
      ) as hashed offset 0
    ) as words`;
}

function wordOf(byte: number): string {
  return `('x' || encode(substr(hash, ${byte}, 8), 'hex'))::bit(64)::bigint`;
}

/** Words are signed in SQL; what they add up to is taken modulo 2^64 by whoever reads it. */
function sumOf(word: string): string {
  return `coalesce(sum(${word}), 0)::text`;
}
