import { createHash } from 'node:crypto';
import type { Projection } from '#kernel';
import type { ModelSchema } from '../tables/sql-names.js';
import type { Statements } from '../tables/table-rows.js';
import { digestSql } from './digest-sql.js';

export interface ProjectionDigest {
  name: string;
  version: number;
  rows: number;
  /** SHA-256 in hexadecimal: two ledgers with the same rows have the same. */
  digest: string;
}

/**
 * What the rows of a projection come to, as the statements see them: for each table in the order of the names its name,
 * rows and sums, a line each, hashed with SHA-256 together with the projection's name and version.
 */
export async function digestOf(
  statements: Statements,
  schema: ModelSchema,
  { name, version, tables }: Projection,
): Promise<ProjectionDigest> {
  const hash = createHash('sha256').update(`${name} ${version}\n`);
  let rows = 0;
  for (const table of [...tables].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const [found] = await statements.query(`digest:${schema}:${table.name}`, digestSql(schema, table), []);
    const [count, first, second] = found as [string, string, string];
    rows += Number(count);
    hash.update(`${table.name} ${count} ${wordOf(first)} ${wordOf(second)}\n`);
  }
  return { name, version, rows, digest: hash.digest('hex') };
}

function wordOf(sum: string): string {
  return BigInt.asUintN(64, BigInt(sum)).toString(16).padStart(16, '0');
}
