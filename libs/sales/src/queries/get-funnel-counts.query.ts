import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadModels } from '#projections/read-models';
import { type FunnelRow, funnelTable } from '../projections/funnel.js';
import { figuresByGroup, type FunnelBreakdown, groupOf } from '../rules/funnel-groups.js';
import { funnelRules, rulesInForce } from '../rules/funnel-publications.js';
import type { FunnelRules } from '../rules/funnel-rules.js';
import { isWithin, type Span } from '../rules/funnel-unit.js';
import { type FunnelFilter, whereFunnel } from './funnel-filter.js';
import { funnelUnits } from './funnel-units.js';

export interface StageCount {
  stage: string;
  customers: number;
  /** The rules in force have no such stage any more; its customers entered it by earlier ones. */
  retired: boolean;
}

export interface StageCounts {
  customers: number;
  /** Customers by stage, in the order of the rules; every stage is there. */
  stages: StageCount[];
}

export interface FunnelCounts extends StageCounts {
  /** The instant that they are of, RFC 3339 in UTC. */
  at: string;
  /** The rules in force then. */
  rulesVersion: number;
  /** By the breakdown that was asked for; null when none was. */
  groups: ({ group: string | null } & StageCounts)[] | null;
}

/** How many customers are in each stage at an instant; of those who entered it within the span, where one is given. */
export class GetFunnelCounts extends Query<FunnelCounts> {
  constructor(
    /** RFC 3339 in UTC. */
    readonly instant: string,
    readonly filter: FunnelFilter = {},
    readonly entered: Span = {},
    readonly breakdown?: FunnelBreakdown,
  ) {
    super();
  }
}

/** Customers in a stage, of one group where groups are asked for. */
interface Counted {
  stage: string;
  group: string | null;
  customers: number;
}

/** The stage of each customer at :instant: the last one that he had entered by then, dormancy by its date. */
const STAGE_AT = `case
  when funnel.since > :instant then (
    select stay ->> 'stage'
    from jsonb_array_elements(funnel.history) with ordinality as stays (stay, place)
    where (stay ->> 'at')::timestamptz <= :instant
    order by place desc
    limit 1
  )
  when funnel.dormant_from <= :instant then funnel.dormant_as
  else funnel.stage
end`;

@QueryHandler(GetFunnelCounts)
export class GetFunnelCountsHandler implements IQueryHandler<GetFunnelCounts> {
  constructor(private readonly readModels: ReadModels) {}

  async execute(question: GetFunnelCounts): Promise<FunnelCounts> {
    const { instant, entered, breakdown } = question;
    const rules = rulesInForce(await this.readModels.published(funnelRules), instant);
    const needsStays = breakdown !== undefined || entered.from !== undefined || entered.to !== undefined;
    const counted = needsStays ? await this.countStays(question) : await this.countRows(question);
    const countsOf = (some: readonly Counted[]) => stageCounts(some, rules);
    return {
      at: instant,
      rulesVersion: rules.version,
      ...countsOf(counted),
      groups: breakdown ? figuresByGroup(counted, ({ group }) => group, countsOf, breakdown) : null,
    };
  }

  /** In the database: what is asked of the whole base all the time. */
  private async countRows({ instant, filter }: GetFunnelCounts): Promise<Counted[]> {
    const query = this.readModels
      .repository<FunnelRow>(funnelTable)
      .createQueryBuilder('funnel')
      .select(STAGE_AT, 'stage')
      .addSelect('count(*)::integer', 'customers')
      .where('funnel.since is not null', { instant })
      .groupBy('1');
    const rows = await whereFunnel(query, filter).getRawMany<{ stage: string | null; customers: number }>();
    return rows.flatMap(({ stage, customers }) => (stage === null ? [] : [{ stage, customers, group: null }]));
  }

  private async countStays({ instant, filter, entered, breakdown }: GetFunnelCounts): Promise<Counted[]> {
    const counted: Counted[] = [];
    for await (const units of funnelUnits(this.readModels, { filter, instant })) {
      for (const unit of units) {
        const stay = unit.stays.at(-1);
        if (!stay || !isWithin(entered, Date.parse(stay.enteredAt))) continue;
        const group = breakdown ? groupOf(unit, breakdown, Date.parse(stay.enteredAt)) : null;
        counted.push({ stage: stay.stage, group, customers: 1 });
      }
    }
    return counted;
  }
}

function stageCounts(counted: readonly Counted[], rules: FunnelRules): StageCounts {
  const customers = new Map<string, number>(rules.stages.map(({ stage }) => [stage, 0]));
  for (const each of counted) customers.set(each.stage, (customers.get(each.stage) ?? 0) + each.customers);
  const stages = [...customers].map(([stage, count], index) => ({
    stage,
    customers: count,
    retired: index >= rules.stages.length,
  }));
  return { customers: stages.reduce((sum, each) => sum + each.customers, 0), stages };
}
