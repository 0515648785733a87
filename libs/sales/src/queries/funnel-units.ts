import type { ReadModels } from '#projections/read-models';
import { type FunnelRow, funnelTable } from '../projections/funnel.js';
import { funnelUnitOf, type RowOfUnit } from '../projections/funnel-unit-of.js';
import { isFactType } from '../rules/funnel-conversion.js';
import { KEPT_LENGTH } from '../projections/kept-facts.js';
import type { FunnelUnit } from '../rules/funnel-unit.js';
import { type FunnelFilter, whereFunnel } from './funnel-filter.js';

/** Which customers a report on the funnel looks at. */
export interface FunnelReading {
  filter: FunnelFilter;
  /** RFC 3339 in UTC: what happened later is not looked at. */
  instant: string;
  /** Only customers who came to this stage, or had a fact of this type, whenever that was. */
  reached?: string;
  /** Only customers whose place lies behind this one. */
  after?: number;
  pageSize?: number;
}

const PAGE_SIZE = 5_000;

type RawRow = Omit<RowOfUnit, 'first_position' | 'dormant_from' | 'last_activity_at'> & {
  first_position: string;
  dormant_from: Date | null;
  last_activity_at: Date | null;
};

const COLUMNS: readonly (keyof RawRow)[] = [
  'customer_id',
  'first_position',
  'history',
  'dormant_from',
  'dormant_as',
  'last_activity_at',
  'rules_version',
  'first_of',
  'first_source',
  'origin',
  'owner',
  'facts',
];

/**
 * The customers, a page at a time in the order in which the ledger came to know them. Nothing but a page is held in
 * memory, and a customer who arrives meanwhile comes last or not at all.
 */
export async function* funnelUnits(readModels: ReadModels, reading: FunnelReading): AsyncGenerator<FunnelUnit[]> {
  const { instant, pageSize = PAGE_SIZE } = reading;
  let after = reading.after ?? 0;
  for (;;) {
    const rows = await rowsAfter(readModels, reading, after, pageSize);
    if (rows.length > 0) yield rows.map((row) => unitOf(row, instant));
    if (rows.length < pageSize) return;
    after = Number(rows.at(-1)!.first_position);
  }
}

async function rowsAfter(
  readModels: ReadModels,
  { filter, instant, reached }: FunnelReading,
  after: number,
  limit: number,
): Promise<RawRow[]> {
  const query = readModels.repository<FunnelRow>(funnelTable).createQueryBuilder('funnel').select([]);
  for (const column of COLUMNS) query.addSelect(`funnel.${column}`, column);
  // Only the last one says anything of the present.
  query.addSelect(`right(funnel.recent_facts, ${KEPT_LENGTH})`, 'recent_facts');
  query
    .where('funnel.first_position > :after and funnel.first_at <= :instant', { after, instant })
    .orderBy('funnel.first_position')
    .limit(limit);
  if (reached !== undefined && isFactType(reached)) {
    query.andWhere('jsonb_exists(funnel.first_of, :reached)', { reached });
  } else if (reached !== undefined) {
    query.andWhere('(funnel.history @> :stay::jsonb or funnel.dormant_as = :reached)', {
      reached,
      stay: JSON.stringify([{ stage: reached }]),
    });
  }
  return whereFunnel(query, filter).getRawMany<RawRow>();
}

/** The row as its fold made it: the driver gives times as dates, and long numbers as texts. */
function unitOf(row: RawRow, instant: string): FunnelUnit {
  return funnelUnitOf(
    {
      ...row,
      first_position: Number(row.first_position),
      dormant_from: row.dormant_from?.toISOString() ?? null,
      last_activity_at: row.last_activity_at?.toISOString() ?? null,
    },
    instant,
  );
}
