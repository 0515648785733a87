import { EventId, Instant, OneOf, Text } from '#kernel';
import { givenTexts, PageCursor, PageLimit, periodOf, ReadQuery } from '#projections/http';
import { BILLINGS, SEVERITIES } from '../events/index.js';
import { REQUEST_STATES, type RequestState } from '../projections/service-request-table.js';
import {
  OVERDUE_KINDS,
  type OverdueKind,
  REQUEST_DIMENSIONS,
  type RequestDimension,
  type RequestFilter,
} from '../queries/request-filter.js';

export const REQUEST_DIMENSION_NAMES = Object.keys(REQUEST_DIMENSIONS) as RequestDimension[];

/** Which service requests a read is about; the list and the report take the same. */
export class RequestFilterQuery extends ReadQuery {
  @Instant({ about: 'Opened from this time on', optional: true })
  from?: string;

  @Instant({ about: 'Opened before this time', optional: true })
  to?: string;

  @OneOf(REQUEST_STATES, { about: 'How they stand', optional: true })
  state?: RequestState;

  @OneOf(OVERDUE_KINDS, { about: 'Only open ones past the reaction or the solution that was promised', optional: true })
  overdue?: OverdueKind;

  @Instant({ about: 'The instant at which it is judged what is overdue; by default now', optional: true })
  at?: string;

  @Text({ about: 'What kind of request', max: 200, optional: true })
  category?: string;

  @Text({ about: 'The way it took', max: 100, optional: true })
  channel?: string;

  @OneOf(SEVERITIES, { about: 'How bad it is', optional: true })
  severity?: string;

  @Text({ about: 'Shop, branch or department', max: 200, optional: true })
  store?: string;

  @Text({ about: 'Product that it is about', max: 200, optional: true })
  product?: string;

  @Text({ about: 'Who looks after it', max: 200, optional: true })
  owner?: string;

  @OneOf(BILLINGS, { about: 'How it is paid for', optional: true })
  billing?: string;

  @Text({ about: 'Only what this system reported', max: 500, optional: true })
  source?: string;

  @EventId({ about: 'Only this customer’s', optional: true })
  customerId?: string;

  @OneOf(REQUEST_DIMENSION_NAMES, { about: 'Only those of which this is not known', optional: true })
  missing?: RequestDimension;
}

export class RequestsQuery extends RequestFilterQuery {
  @PageLimit
  limit?: string;

  @PageCursor
  cursor?: string;
}

export class RequestReportQuery extends RequestFilterQuery {
  @OneOf(REQUEST_DIMENSION_NAMES, {
    about: 'What to tell groups by; by default there is only the total',
    optional: true,
  })
  by?: RequestDimension;
}

/** The filter that a query means. */
export function requestFilterOf(query: RequestFilterQuery): RequestFilter {
  const { state, overdue, missing } = query;
  return {
    ...periodOf(query),
    ...givenTexts(query, [...REQUEST_DIMENSION_NAMES, 'customerId']),
    ...(state ? { state } : {}),
    ...(overdue ? { overdue } : {}),
    ...(missing ? { missing } : {}),
  };
}
