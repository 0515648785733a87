import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { SelectQueryBuilder } from 'typeorm';
import { ReadModels } from '#projections/read-models';
import type { OpportunityRow } from '../projections/opportunity-row.js';
import { opportunityTable } from '../projections/opportunity-table.js';
import {
  type DaysToClose,
  type OpportunityFigures,
  opportunityFigures,
  type Revenue,
} from '../rules/opportunity-figures.js';
import { minorUnitsFrom } from './minor-units.js';
import {
  LOST,
  OPEN,
  OPPORTUNITY_DIMENSIONS,
  type OpportunityDimension,
  type OpportunityFilter,
  whereOpportunities,
  WON,
} from './opportunity-filter.js';

/** The opportunities of which the dimension has this value; null: of which it is not known. */
export type OpportunityGroup = OpportunityFigures & { value: string | null };

export interface OpportunityReport {
  by: OpportunityDimension | null;
  /** RFC 3339 in UTC; null: without bound. */
  from: string | null;
  to: string | null;
  total: OpportunityFigures;
  /** The one with the most closed ones first. */
  groups: OpportunityGroup[];
}

/**
 * How opportunities came out: win rate, revenue and days to close, in all and by one dimension. A period counts what was
 * won or lost within it, and what was open at its end.
 */
export class ReportOpportunities extends Query<OpportunityReport> {
  constructor(
    readonly filter: OpportunityFilter,
    readonly by?: OpportunityDimension,
  ) {
    super();
  }
}

const BEGINS = {
  fromEngaged: 'opportunity.engaged_at',
  fromOpened: 'opportunity.opened_at',
  fromLead: 'lead.captured_at',
} as const;
type Begin = keyof typeof BEGINS;

type Counted = {
  value: string | null;
  everything: boolean;
  won: number;
  lost: number;
  open: number;
  unpriced: number;
} & Record<`${Begin}${'N' | 'Mean' | 'Median'}`, number | null>;

interface CountedRevenue {
  value: string | null;
  everything: boolean;
  currency: string;
  amount: string;
}

@QueryHandler(ReportOpportunities)
export class ReportOpportunitiesHandler implements IQueryHandler<ReportOpportunities> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, by }: ReportOpportunities): Promise<OpportunityReport> {
    const dimension = by ? OPPORTUNITY_DIMENSIONS[by] : 'null::text';
    const [counted, revenues] = await Promise.all([this.counted(filter, dimension), this.revenues(filter, dimension)]);
    const revenueOf = ({ value, everything }: Counted): Revenue =>
      Object.fromEntries(
        revenues
          .filter((each) => each.everything === everything && each.value === value)
          .map(({ currency, amount }) => [currency, minorUnitsFrom(amount)]),
      );
    const figuresOf = (each: Counted): OpportunityFigures => opportunityFigures(countsIn(each), revenueOf(each));
    const groups = counted
      .filter(({ everything }) => by !== undefined && !everything)
      .map((each) => ({ value: each.value, ...figuresOf(each) }));
    return {
      by: by ?? null,
      from: filter.from ?? null,
      to: filter.to ?? null,
      total: figuresOf(counted.find(({ everything }) => everything)!),
      groups: groups.sort(mostClosedFirst),
    };
  }

  /** One row a group and one for everything, which is there even when nothing else is. */
  private counted(filter: OpportunityFilter, dimension: string): Promise<Counted[]> {
    const query = this.grouped(filter, dimension, '')
      .addSelect(`(count(*) filter (where ${WON}))::integer`, 'won')
      .addSelect(`(count(*) filter (where ${LOST}))::integer`, 'lost')
      .addSelect(`(count(*) filter (where ${OPEN}))::integer`, 'open')
      .addSelect(`(count(*) filter (where ${WON} and opportunity.won_amount is null))::integer`, 'unpriced');
    for (const [name, begin] of Object.entries(BEGINS)) {
      const days = `extract(epoch from opportunity.closed_at - ${begin})::double precision / 86400`;
      const counts = `filter (where ${WON} and ${begin} is not null)`;
      query
        .addSelect(`(count(*) ${counts})::integer`, `${name}N`)
        .addSelect(`avg(${days}) ${counts}`, `${name}Mean`)
        .addSelect(`percentile_cont(0.5) within group (order by ${days}) ${counts}`, `${name}Median`);
    }
    return query.getRawMany<Counted>();
  }

  private revenues(filter: OpportunityFilter, dimension: string): Promise<CountedRevenue[]> {
    return this.grouped(filter, dimension, ', opportunity.won_currency')
      .addSelect('opportunity.won_currency', 'currency')
      .addSelect('sum(opportunity.won_amount)::text', 'amount')
      .andWhere(`${WON} and opportunity.won_amount is not null`)
      .getRawMany<CountedRevenue>();
  }

  private grouped(filter: OpportunityFilter, dimension: string, within: string): SelectQueryBuilder<OpportunityRow> {
    const query = this.readModels
      .repository<OpportunityRow>(opportunityTable)
      .createQueryBuilder('opportunity')
      .select(dimension, 'value')
      .addSelect(`grouping(${dimension}) = 1`, 'everything');
    const all = within === '' ? '()' : `(${within.slice(2)})`;
    return whereOpportunities(query, filter).groupBy(`grouping sets ((${dimension}${within}), ${all})`);
  }
}

function countsIn(each: Counted): Parameters<typeof opportunityFigures>[0] {
  const daysFrom = (begin: Begin): DaysToClose => ({
    n: each[`${begin}N`] ?? 0,
    mean: each[`${begin}Mean`],
    median: each[`${begin}Median`],
  });
  return {
    won: each.won,
    lost: each.lost,
    open: each.open,
    wonWithoutValue: each.unpriced,
    fromEngaged: daysFrom('fromEngaged'),
    fromOpened: daysFrom('fromOpened'),
    fromLead: daysFrom('fromLead'),
  };
}

function mostClosedFirst(a: OpportunityGroup, b: OpportunityGroup): number {
  return b.closed - a.closed || b.open - a.open || ((a.value ?? '') < (b.value ?? '') ? -1 : 1);
}
