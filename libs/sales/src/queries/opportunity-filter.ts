import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { boundsOf, type Period, type KnownValues, whereKnown } from '#projections/read-models';
import { leadTable } from '../projections/lead-table.js';

/** By what opportunities can be told apart, and where that stands; the origin is the lead's. */
export const OPPORTUNITY_DIMENSIONS = {
  owner: 'opportunity.owner',
  team: 'opportunity.team',
  office: 'opportunity.office',
  product: 'opportunity.product',
  account: 'opportunity.account',
  competitor: 'opportunity.competitor',
  reason: 'opportunity.reason_code',
  campaign: 'opportunity.campaign',
  stage: 'opportunity.stage',
  plane: 'opportunity.plane',
  origin: 'lead.origin',
  source: 'opportunity.source',
} as const;
export type OpportunityDimension = keyof typeof OPPORTUNITY_DIMENSIONS;

export const OPPORTUNITY_STATES = ['open', 'closed', 'won', 'lost'] as const;
export type OpportunityState = (typeof OPPORTUNITY_STATES)[number];

/** Which opportunities: by the period, by what is known of them, and by what is not. */
export type OpportunityFilter = Period & KnownValues<OpportunityDimension> & { customerId?: string };

/** Won or lost within the period. */
export const CLOSED = '(opportunity.closed_at >= :from and opportunity.closed_at < :to)';
/** Known of before the end of the period, and neither won nor lost by then. */
export const OPEN = '(opportunity.first_at < :to and (opportunity.closed_at is null or opportunity.closed_at >= :to))';
export const WON = `(${CLOSED} and opportunity.outcome = 'won')`;
export const LOST = `(${CLOSED} and opportunity.outcome = 'lost')`;

const STATE_CONDITIONS: Record<OpportunityState, string> = { open: OPEN, closed: CLOSED, won: WON, lost: LOST };

/**
 * Adds the leads and the conditions to a query over `opportunity`. Lists and reports share it, so that the list behind a
 * number is that number long.
 */
export function whereOpportunities<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  filter: OpportunityFilter,
  state?: OpportunityState,
): SelectQueryBuilder<Row> {
  query
    .leftJoin(leadTable.name, 'lead', 'lead.lead_key = opportunity.lead_key')
    .where(state ? STATE_CONDITIONS[state] : `(${CLOSED} or ${OPEN})`)
    .setParameters(boundsOf(filter));
  if (filter.customerId) query.andWhere('opportunity.customer_id = :customerId', { customerId: filter.customerId });
  return whereKnown(query, OPPORTUNITY_DIMENSIONS, filter);
}
