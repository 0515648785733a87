import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Moment, ReadModels } from '#projections/read-models';
import { type ServiceWorkRow, serviceWorkTable } from '../projections/service-work-table.js';
import { type ServiceCosts, serviceCosts } from '../rules/service-costs.js';

/** One piece of work. Money in minor units. */
export interface WorkView {
  eventId: string;
  occurredAt: string;
  requestId: string | null;
  service: string | null;
  billing: string | null;
  plan: string | null;
  by: string | null;
  cost: { amount: number; currency: string } | null;
  price: { amount: number; currency: string } | null;
}

/** What serving a customer costs and brings, and every piece of work behind it, oldest first. */
export type ServiceCostsView = ServiceCosts & { items: WorkView[] };

/** Cost and income of the service that a customer was given, by what counts at a moment. */
export class GetServiceCosts extends Query<ServiceCostsView> {
  constructor(
    readonly customerId: string,
    readonly moment: Moment,
  ) {
    super();
  }
}

@QueryHandler(GetServiceCosts)
export class GetServiceCostsHandler implements IQueryHandler<GetServiceCosts> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ customerId, moment }: GetServiceCosts): Promise<ServiceCostsView> {
    const rows = await this.readModels.customerRows<ServiceWorkRow>(serviceWorkTable, customerId, moment);
    const inOrder = [...rows].sort((a, b) =>
      a.occurred_at === b.occurred_at ? a.first_position - b.first_position : a.occurred_at < b.occurred_at ? -1 : 1,
    );
    return { ...serviceCosts(rows), items: inOrder.map(workViewOf) };
  }
}

function workViewOf(row: ServiceWorkRow): WorkView {
  return {
    eventId: row.service_work,
    occurredAt: row.occurred_at,
    requestId: row.request_id,
    service: row.service,
    billing: row.billing,
    plan: row.plan,
    by: row.done_by,
    cost: moneyOf(row.cost_amount, row.cost_currency),
    price: moneyOf(row.price_amount, row.price_currency),
  };
}

function moneyOf(amount: number | null, currency: string | null): { amount: number; currency: string } | null {
  return amount === null || currency === null ? null : { amount, currency };
}
