import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Page, ReadModels } from '#projections/read-models';
import { daysOf } from '../rules/funnel-unit.js';
import type { FunnelFilter } from './funnel-filter.js';
import { type FunnelPage, listFunnel } from './funnel-list.js';
import { requireStages } from './known-stages.js';

export interface FunnelCustomer {
  customerId: string;
  stage: string;
  enteredAt: string;
  /** How long he has been there. */
  days: number;
  causeEventId: string;
  causeType: string;
  owner: string | null;
  origin: string | null;
  source: string;
}

/** The customers who are in a stage, or in any, at an instant (RFC 3339 in UTC): those behind the counts. */
export class ListFunnelCustomers extends Query<FunnelPage<FunnelCustomer>> {
  constructor(
    readonly instant: string,
    readonly filter: FunnelFilter,
    readonly stage: string | undefined,
    readonly page: Page,
  ) {
    super();
  }
}

@QueryHandler(ListFunnelCustomers)
export class ListFunnelCustomersHandler implements IQueryHandler<ListFunnelCustomers> {
  constructor(private readonly readModels: ReadModels) {}

  /** Throws ValidationFailed for a stage that no rules have. */
  async execute({ instant, filter, stage, page }: ListFunnelCustomers): Promise<FunnelPage<FunnelCustomer>> {
    if (stage !== undefined) await requireStages(this.readModels, { stage: [stage] });
    const reading = { instant, filter, ...(stage === undefined ? {} : { reached: stage }) };
    return listFunnel(this.readModels, reading, page, ({ customerId, stays, owner, origin, source }) => {
      const current = stays.at(-1);
      if (!current || (stage !== undefined && current.stage !== stage)) return [];
      const { enteredAt, causeEventId, causeType } = current;
      const days = daysOf(Date.parse(instant) - Date.parse(enteredAt));
      return [{ customerId, stage: current.stage, enteredAt, days, causeEventId, causeType, owner, origin, source }];
    });
  }
}
