import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { boundsOf, type Period, type KnownValues, whereKnown } from '#projections/read-models';
import type { RequestState } from '../projections/service-request-table.js';

/** By what service requests can be told apart. */
export const REQUEST_DIMENSIONS = {
  category: 'request.category',
  channel: 'request.channel',
  severity: 'request.severity',
  store: 'request.store',
  product: 'request.product',
  owner: 'request.owner',
  billing: 'request.billing',
  source: 'request.source',
} as const;
export type RequestDimension = keyof typeof REQUEST_DIMENSIONS;

/** Late with the first reaction, with the solution, or with either. */
export const OVERDUE_KINDS = ['reaction', 'resolution', 'any'] as const;
export type OverdueKind = (typeof OVERDUE_KINDS)[number];

export type RequestFilter = Period &
  KnownValues<RequestDimension> & {
    customerId?: string;
    state?: RequestState;
    overdue?: OverdueKind;
  };

const REACTION_OVERDUE = `(request.state = 'open' and request.first_reaction_at is null and request.react_by < :at)`;
const RESOLUTION_OVERDUE = `(request.state = 'open' and request.resolve_by < :at)`;

/** Open, and past what was promised at the instant :at. */
export const OVERDUE: Record<OverdueKind, string> = {
  reaction: REACTION_OVERDUE,
  resolution: RESOLUTION_OVERDUE,
  any: `(${REACTION_OVERDUE} or ${RESOLUTION_OVERDUE})`,
};

/** Adds the conditions to a query over `request`; `at` (RFC 3339 in UTC) decides what is overdue. */
export function whereRequests<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  filter: RequestFilter,
  at: string,
): SelectQueryBuilder<Row> {
  query.where('request.opened_at >= :from and request.opened_at < :to').setParameters({ ...boundsOf(filter), at });
  if (filter.state) query.andWhere('request.state = :state', { state: filter.state });
  if (filter.overdue) query.andWhere(OVERDUE[filter.overdue]);
  if (filter.customerId) query.andWhere('request.customer_id = :customerId', { customerId: filter.customerId });
  return whereKnown(query, REQUEST_DIMENSIONS, filter);
}
