import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Moment, ReadModels } from '#projections/read-models';
import { type FunnelRow, funnelTable, historyAt } from '../projections/funnel.js';
import type { StageStay } from '../rules/funnel-journey.js';

/** One customer's way through the funnel; no stage yet is null. */
export interface FunnelView {
  stage: string | null;
  since: string | null;
  /** Every stage so far, oldest first, each with the event that caused it, the version of the rules and the evidence. */
  history: StageStay[];
  /** When he becomes dormant if nothing happens until then; null once he is, or is not to be. */
  dormantFrom: string | null;
}

/** Where a customer is in the funnel at an instant, by what counts at a moment. */
export class GetFunnel extends Query<FunnelView> {
  constructor(
    readonly customerId: string,
    readonly moment: Moment,
    /** RFC 3339 in UTC: decides who is dormant. */
    readonly instant: string,
  ) {
    super();
  }
}

@QueryHandler(GetFunnel)
export class GetFunnelHandler implements IQueryHandler<GetFunnel> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ customerId, moment, instant }: GetFunnel): Promise<FunnelView> {
    const [row] = await this.readModels.customerRows<FunnelRow>(funnelTable, customerId, moment);
    const history = row ? historyAt(row, instant) : [];
    const current = history.at(-1);
    const dormantFrom = row?.dormant_from ?? null;
    return {
      stage: current?.stage ?? null,
      since: current?.enteredAt ?? null,
      history,
      dormantFrom: dormantFrom !== null && dormantFrom > instant ? dormantFrom : null,
    };
  }
}
