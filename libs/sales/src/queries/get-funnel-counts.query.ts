import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadModels } from '#projections';
import { type FunnelRow, funnelTable } from '../projections/funnel.js';
import { DEFAULT_FUNNEL_RULES, STAGES, type Stage } from '../rules/funnel-rules.js';

export interface FunnelCounts {
  /** The instant that they are of, RFC 3339 in UTC. */
  at: string;
  rulesVersion: number;
  customers: number;
  /** Customers by stage, in the order of the funnel; every stage is there. */
  stages: { stage: Stage; customers: number }[];
}

/** How many customers are in each stage at an instant. */
export class GetFunnelCounts extends Query<FunnelCounts> {
  constructor(readonly instant: string) {
    super();
  }
}

/** The stage of each customer at :instant: the last one that he had entered by then, dormancy by its date. */
const STAGE_AT = `case
  when funnel.since > :instant then (
    select stay ->> 'stage'
    from jsonb_array_elements(funnel.history) with ordinality as stays (stay, place)
    where (stay ->> 'enteredAt')::timestamptz <= :instant
    order by place desc
    limit 1
  )
  when funnel.dormant_from <= :instant then 'dormant'
  else funnel.stage
end`;

@QueryHandler(GetFunnelCounts)
export class GetFunnelCountsHandler implements IQueryHandler<GetFunnelCounts> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ instant }: GetFunnelCounts): Promise<FunnelCounts> {
    const counted = await this.readModels
      .repository<FunnelRow>(funnelTable)
      .createQueryBuilder('funnel')
      .select(STAGE_AT, 'stage')
      .addSelect('count(*)::integer', 'customers')
      .setParameter('instant', instant)
      .groupBy('1')
      .getRawMany<{ stage: Stage | null; customers: number }>();
    const stages = STAGES.map((stage) => ({
      stage,
      customers: counted.find((each) => each.stage === stage)?.customers ?? 0,
    }));
    return {
      at: instant,
      rulesVersion: DEFAULT_FUNNEL_RULES.version,
      customers: stages.reduce((sum, { customers }) => sum + customers, 0),
      stages,
    };
  }
}
