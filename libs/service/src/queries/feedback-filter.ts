import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { boundsOf, type Period, type KnownValues, whereKnown } from '#projections/read-models';

/** By what feedback can be told apart. */
export const FEEDBACK_DIMENSIONS = {
  kind: 'feedback.kind',
  category: 'feedback.category',
  store: 'feedback.store',
  severity: 'feedback.severity',
  channel: 'feedback.channel',
  product: 'feedback.product',
  employee: 'feedback.employee',
  source: 'feedback.source',
} as const;
export type FeedbackDimension = keyof typeof FEEDBACK_DIMENSIONS;

export type FeedbackFilter = Period &
  KnownValues<FeedbackDimension> & {
    customerId?: string;
    /** Whether anything was done about it. */
    acted?: boolean;
  };

/** Adds the conditions to a query over `feedback`; lists and reports share it. */
export function whereFeedback<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  filter: FeedbackFilter,
): SelectQueryBuilder<Row> {
  query.where('feedback.received_at >= :from and feedback.received_at < :to', boundsOf(filter));
  if (filter.acted !== undefined) query.andWhere(`feedback.acted_at is ${filter.acted ? 'not ' : ''}null`);
  if (filter.customerId) query.andWhere('feedback.customer_id = :customerId', { customerId: filter.customerId });
  return whereKnown(query, FEEDBACK_DIMENSIONS, filter);
}
