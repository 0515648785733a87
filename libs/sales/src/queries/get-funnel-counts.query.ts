import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadModels } from '#projections';
import { type FunnelRow, funnelTable } from '../projections/funnel.js';
import { funnelRules, rulesInForce } from '../rules/funnel-publications.js';
import { type FunnelFilter, whereFunnel } from './funnel-filter.js';

export interface StageCount {
  stage: string;
  customers: number;
  /** The rules in force have no such stage any more; its customers entered it by earlier ones. */
  retired: boolean;
}

export interface FunnelCounts {
  /** The instant that they are of, RFC 3339 in UTC. */
  at: string;
  /** The rules in force then. */
  rulesVersion: number;
  customers: number;
  /** Customers by stage, in the order of the rules; every stage is there. */
  stages: StageCount[];
}

/** How many customers are in each stage at an instant. */
export class GetFunnelCounts extends Query<FunnelCounts> {
  constructor(
    /** RFC 3339 in UTC. */
    readonly instant: string,
    readonly filter: FunnelFilter = {},
  ) {
    super();
  }
}

/** The stage of each customer at :instant: the last one that he had entered by then, dormancy by its date. */
export const STAGE_AT = `case
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

  async execute({ instant, filter }: GetFunnelCounts): Promise<FunnelCounts> {
    const query = this.readModels
      .repository<FunnelRow>(funnelTable)
      .createQueryBuilder('funnel')
      .select(STAGE_AT, 'stage')
      .addSelect('count(*)::integer', 'customers')
      .where('funnel.first_at <= :instant', { instant })
      .groupBy('1');
    const counted = await whereFunnel(query, filter).getRawMany<{ stage: string | null; customers: number }>();
    const rules = rulesInForce(await this.readModels.published(funnelRules), instant);
    const known = rules.stages.map(({ stage }) => stage);
    const retired = counted.flatMap(({ stage }) => (stage === null || known.includes(stage) ? [] : [stage])).sort();
    const stages = [...known, ...retired].map((stage) => ({
      stage,
      customers: counted.find((each) => each.stage === stage)?.customers ?? 0,
      retired: !known.includes(stage),
    }));
    return {
      at: instant,
      rulesVersion: rules.version,
      customers: stages.reduce((sum, { customers }) => sum + customers, 0),
      stages,
    };
  }
}
