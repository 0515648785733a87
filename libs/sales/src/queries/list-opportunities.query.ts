import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { cutPage, type Page, ReadModels } from '#projections/read-models';
import type { OpportunityRow, Outcome } from '../projections/opportunity-row.js';
import { opportunityTable } from '../projections/opportunity-table.js';
import { type OpportunityFilter, type OpportunityState, whereOpportunities } from './opportunity-filter.js';

export interface ListedOpportunity {
  customerId: string;
  opportunityId: string;
  name: string | null;
  stage: string | null;
  outcome: Outcome;
  product: string | null;
  owner: string | null;
  team: string | null;
  office: string | null;
  account: string | null;
  competitor: string | null;
  reason: string | null;
  campaign: string | null;
  plane: string | null;
  /** Where its lead came from. */
  origin: string | null;
  source: string;
  openedAt: string | null;
  engagedAt: string | null;
  closedAt: string | null;
  /** The event that won or lost it. */
  closeEventId: string | null;
  /** What it was last thought to be worth, minor units. */
  value: { amount: number; currency: string } | null;
  /** What it was sold for. */
  soldFor: { amount: number; currency: string } | null;
}

export interface OpportunitiesPage {
  opportunities: ListedOpportunity[];
  /** Where to go on, or null at the end. */
  after: number | null;
}

/** Opportunities in the order in which the ledger came to know them: what stands behind a number of the report. */
export class ListOpportunities extends Query<OpportunitiesPage> {
  constructor(
    readonly filter: OpportunityFilter & { state?: OpportunityState },
    readonly page: Page,
  ) {
    super();
  }
}

@QueryHandler(ListOpportunities)
export class ListOpportunitiesHandler implements IQueryHandler<ListOpportunities> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter: { state, ...filter }, page }: ListOpportunities): Promise<OpportunitiesPage> {
    const query = this.readModels.repository<OpportunityRow>(opportunityTable).createQueryBuilder('opportunity');
    const { entities, raw } = await whereOpportunities(query, filter, state)
      .addSelect('lead.origin', 'origin')
      .andWhere('opportunity.first_position > :after', { after: page.after ?? 0 })
      .orderBy('opportunity.first_position')
      .limit(page.limit + 1)
      .getRawAndEntities<{ origin: string | null }>();
    const { rows, after } = cutPage(entities, page);
    return { opportunities: rows.map((row, index) => listedOpportunityOf(row, raw[index]!.origin)), after };
  }
}

function listedOpportunityOf(row: OpportunityRow, origin: string | null): ListedOpportunity {
  return {
    customerId: row.customer_id,
    opportunityId: row.opportunity_id,
    name: row.name,
    stage: row.stage,
    outcome: row.outcome,
    product: row.product,
    owner: row.owner,
    team: row.team,
    office: row.office,
    account: row.account,
    competitor: row.competitor,
    reason: row.reason_code,
    campaign: row.campaign,
    plane: row.plane,
    origin,
    source: row.source,
    openedAt: row.opened_at,
    engagedAt: row.engaged_at,
    closedAt: row.closed_at,
    closeEventId: row.close_event_id,
    value: moneyOf(row.value_amount, row.value_currency),
    soldFor: moneyOf(row.won_amount, row.won_currency),
  };
}

function moneyOf(amount: number | null, currency: string | null): { amount: number; currency: string } | null {
  return amount === null || currency === null ? null : { amount, currency };
}
