import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { boundsOf, type Period, type KnownValues, whereKnown } from '#projections/read-models';
import { opportunityTable } from '../projections/opportunity-table.js';
import { refusalTable } from '../projections/refusals.js';

/** By what refusals can be told apart; what a refusal does not say, its opportunity may. */
export const REFUSAL_DIMENSIONS = {
  reason: 'refusal.reason_code',
  product: 'coalesce(refusal.product, opportunity.product)',
  competitor: 'coalesce(refusal.competitor, opportunity.competitor)',
  owner: 'coalesce(refusal.owner, opportunity.owner)',
  campaign: 'coalesce(refusal.campaign, opportunity.campaign)',
  channel: 'refusal.channel',
  subject: 'refusal.subject',
  source: 'refusal.source',
} as const;
export type RefusalDimension = keyof typeof REFUSAL_DIMENSIONS;

/** Which refusals: by when they happened, by what is known of them, and by what is not. */
export type RefusalFilter = Period & KnownValues<RefusalDimension> & { customerId?: string };

/**
 * Adds opportunities and conditions to a query over `refusal`; lists and reports share it. A loss repeats what a refusal
 * in the same opportunity said before or after it: that no is counted once.
 */
export function whereRefusals<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  filter: RefusalFilter,
): SelectQueryBuilder<Row> {
  const told = query
    .subQuery()
    .select('1')
    .from(refusalTable.name, 'told')
    .where(`told.opportunity_key = refusal.opportunity_key and told.kind = 'refusal'`)
    .getQuery();
  query
    .leftJoin(opportunityTable.name, 'opportunity', 'opportunity.opportunity_key = refusal.opportunity_key')
    .where('refusal.occurred_at >= :from and refusal.occurred_at < :to', boundsOf(filter))
    .andWhere(`not (refusal.kind = 'loss' and exists ${told})`);
  if (filter.customerId) query.andWhere('refusal.customer_id = :customerId', { customerId: filter.customerId });
  return whereKnown(query, REFUSAL_DIMENSIONS, filter);
}
