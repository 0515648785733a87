import type { Row } from '../fold/row.js';
import type { CopySession } from '../tables/copy-session.js';
import type { WorkStatements } from '#work';

const KEEP_SQL = `insert into work.rebuild_partial (rebuild_id, n, projection, tables) values ($1, $2, $3, $4)`;

const COMPLETE_SQL = `
  select projection from work.rebuild_partial where rebuild_id = $1 and tables is not null
  group by projection
  having count(*) = (select count(*) from work.rebuild_range where rebuild_id = $1)`;

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
 * The projections of which every range has left its rows. Of the others an event failed, and which rows that keeps back
 * only the order of the log can say; or a program that did not combine them has done some of the ranges.
 */
export async function completePartials(statements: WorkStatements, rebuildId: string): Promise<ReadonlySet<string>> {
  const rows = await statements.query<{ projection: string }>(COMPLETE_SQL, [rebuildId]);
  return new Set(rows.map(({ projection }) => projection));
}

/** A row that one range makes. */
export interface PartialRow {
  key: string;
  row: Row;
}

/** Rows at a time; how many there are, the database alone has to bear. */
const FETCH_ROWS = 2_000;

/**
 * What all ranges make of one table, all rows of one key behind one another. Within a transaction of the session, one at
 * a time.
 */
export async function* partialRows(
  session: CopySession,
  { rebuildId, projection, table, key }: { rebuildId: string; projection: string; table: number; key: string },
): AsyncGenerator<PartialRow[]> {
  await session.query(
    'rebuild:partials',
    `declare partial_rows no scroll cursor for
     select partial ->> $4::text as key, partial::text as row
     from work.rebuild_partial as p cross join lateral jsonb_array_elements(p.tables -> $3::integer) as partial
     where p.rebuild_id = $1 and p.projection = $2 order by 1`,
    [rebuildId, projection, table, key],
  );
  for (;;) {
    const found = await session.query('rebuild:fetch', `fetch ${FETCH_ROWS} from partial_rows`, []);
    if (found.length === 0) break;
    yield found.map(([rowKey, row]) => ({ key: rowKey!, row: JSON.parse(row!) as Row }));
  }
  await session.query('rebuild:close', 'close partial_rows', []);
}
