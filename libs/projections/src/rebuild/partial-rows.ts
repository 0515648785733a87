import type { ClientBase } from 'pg';
import type { Projection } from '#kernel';
import type { Row } from '../fold/row.js';
import { TableFold } from '../fold/table-fold.js';
import { ClientStatements } from '../tables/client-statements.js';
import type { CopySession } from '../tables/copy-session.js';
import { SHADOW_SCHEMA } from '../tables/sql-names.js';
import { TableRows } from '../tables/table-rows.js';
import { CombinedRows } from './combined-rows.js';

const KEEP_SQL = `insert into work.rebuild_partial (rebuild_id, n, projection, tables) values ($1, $2, $3, $4)`;

const FAILED_SQL = `select distinct projection from work.rebuild_partial where rebuild_id = $1 and tables is null`;

const READ_SQL = `select tables from work.rebuild_partial where rebuild_id = $1 and projection = $2 order by n`;

/** Of the projections that are combined, what one range makes: rows by table, or nothing where an event failed. */
export async function keepPartialRows(
  session: CopySession,
  range: { rebuildId: string; n: string },
  partials: ReadonlyMap<string, readonly Row[][] | undefined>,
): Promise<void> {
  for (const [projection, tables] of partials) {
    const values = [range.rebuildId, range.n, projection, tables ? JSON.stringify(tables) : null];
    await session.query('rebuild:partial', KEEP_SQL, values);
  }
}

/**
 * Puts the rows of all ranges together and writes them; again, if it is done again. Answers with those of the projections
 * for which that cannot be, because an event failed: which rows it keeps back, only the order of the log can say.
 */
export async function combinePartialRows(
  client: ClientBase,
  rebuildId: string,
  projections: readonly Projection[],
): Promise<Projection[]> {
  const { rows } = await client.query<{ projection: string }>(FAILED_SQL, [rebuildId]);
  const failed = new Set(rows.map(({ projection }) => projection));
  for (const projection of projections) {
    if (!failed.has(projection.name)) await combine(client, rebuildId, projection);
  }
  return projections.filter(({ name }) => failed.has(name));
}

async function combine(client: ClientBase, rebuildId: string, { name, tables }: Projection): Promise<void> {
  const combined = tables.map((table) => new CombinedRows(new TableFold(table)));
  const partials = await client.query<{ tables: Row[][] }>(READ_SQL, [rebuildId, name]);
  for (const partial of partials.rows) {
    for (const [index, rows] of partial.tables.entries()) {
      const { table } = combined[index]!.fold;
      for (const row of rows) combined[index]!.add(row[table.key] as string, row);
    }
  }
  const statements = new ClientStatements(client);
  for (const { fold, rows } of combined) {
    await Promise.all(new TableRows(SHADOW_SCHEMA, fold.table).write(statements, rows));
  }
}
