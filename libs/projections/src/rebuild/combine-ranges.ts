import type { ProjectedTable } from '#kernel';
import { leaseHolds } from '#work';
import { RowsRefused } from '../engine/refusal.js';
import type { Row } from '../fold/row.js';
import { TableFold } from '../fold/table-fold.js';
import { CopySession } from '../tables/copy-session.js';
import { CopyText } from '../tables/copy-text.js';
import { SHADOW_SCHEMA, qualified } from '../tables/sql-names.js';
import { RebuildLost } from './errors/rebuild-lost.js';
import { partialRows } from './partial-rows.js';
import type { CombineTask, RebuildSources } from './rebuild-options.js';

const FINISH_SQL = `
  update ${qualified(SHADOW_SCHEMA, 'projection_checkpoint')} set position = $2
  where name = $1 and ${leaseHolds('$3::text', '$4::bigint')}`;

/**
 * Puts together what the ranges have left of projections whose rows gather from several streams: of each projection all
 * or nothing, and again from the beginning when it is done again. Throws RowsRefused when rows cannot be combined.
 */
export async function combineRanges(sources: RebuildSources, task: CombineTask, signal: AbortSignal): Promise<void> {
  const session = await CopySession.open(sources.connectionString);
  try {
    for (const { name, tables } of sources.projections) {
      if (!task.names.includes(name)) continue;
      await session.client.query('begin');
      for (const [index, table] of tables.entries()) {
        if (signal.aborted) return;
        await combineTable(session, task, { projection: name, table, index });
      }
      const { lease, bound } = task;
      const { rowCount } = await session.client.query(FINISH_SQL, [name, bound, lease.name, lease.epoch]);
      if (rowCount !== 1) throw new RebuildLost();
      await session.client.query('commit');
    }
  } finally {
    // What was not committed is undone with the connection.
    await session.close();
  }
}

async function combineTable(
  session: CopySession,
  { rebuildId }: CombineTask,
  { projection, table, index }: { projection: string; table: ProjectedTable; index: number },
): Promise<void> {
  const fold = new TableFold(table);
  const text = new CopyText(SHADOW_SCHEMA, table);
  await session.client.query(`truncate ${qualified(SHADOW_SCHEMA, table.name)}`);
  let last: { key: string; row: Row } | undefined;
  for await (const page of partialRows(session, { rebuildId, projection, table: index, key: table.key })) {
    const lines: string[] = [];
    for (const { key, row } of page) {
      if (last?.key === key) {
        last.row = combined(fold, last.row, row, key);
      } else {
        if (last) lines.push(text.lineOf(last.row));
        last = { key, row };
      }
    }
    await session.copy(text.copySql, lines);
  }
  if (last) await session.copy(text.copySql, [text.lineOf(last.row)]);
}

/** In the order of the log the event that makes the row impossible is found, and parked. */
function combined(fold: TableFold, one: Row, other: Row, key: string): Row {
  try {
    return fold.combine(one, other, key);
  } catch (error) {
    throw new RowsRefused(error instanceof Error ? error.message : String(error));
  }
}
