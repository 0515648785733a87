import { EventId, Instant, OneOf, Text } from '#kernel';
import { givenTexts, PageCursor, PageLimit, periodOf, ReadQuery } from '#projections/http';
import { RELATIONSHIP_PLANES } from '../events/index.js';
import {
  OPPORTUNITY_DIMENSIONS,
  OPPORTUNITY_STATES,
  type OpportunityDimension,
  type OpportunityFilter,
  type OpportunityState,
} from '../queries/opportunity-filter.js';

export const OPPORTUNITY_DIMENSION_NAMES = Object.keys(OPPORTUNITY_DIMENSIONS) as OpportunityDimension[];

/** Which opportunities a read is about; the list and the report take the same. */
export class OpportunityFilterQuery extends ReadQuery {
  @Instant({ about: 'Won or lost from this time on', optional: true })
  from?: string;

  @Instant({ about: 'Won or lost before this time; what was open then counts as open', optional: true })
  to?: string;

  @Text({ about: 'Who works on it', max: 200, optional: true })
  owner?: string;

  @Text({ about: 'Team that it counts for', max: 200, optional: true })
  team?: string;

  @Text({ about: 'Office or region that it counts for', max: 200, optional: true })
  office?: string;

  @Text({ about: 'Product that it is about', max: 200, optional: true })
  product?: string;

  @Text({ about: 'Company that would buy', max: 200, optional: true })
  account?: string;

  @Text({ about: 'Competitor in the running', max: 200, optional: true })
  competitor?: string;

  @Text({ about: 'Code of the reason for which it was won or lost', max: 100, optional: true })
  reason?: string;

  @Text({ about: 'Campaign that it came from', max: 200, optional: true })
  campaign?: string;

  @Text({ about: 'Latest stage that it came to, in the source’s words', max: 200, optional: true })
  stage?: string;

  @OneOf(RELATIONSHIP_PLANES, { about: 'What a further sale to a known customer rests on', optional: true })
  plane?: string;

  @Text({ about: 'Where its lead came from', max: 200, optional: true })
  origin?: string;

  @Text({ about: 'Only what this system reported', max: 500, optional: true })
  source?: string;

  @EventId({ about: 'Only this customer’s', optional: true })
  customerId?: string;

  @OneOf(OPPORTUNITY_DIMENSION_NAMES, { about: 'Only those of which this is not known', optional: true })
  missing?: OpportunityDimension;
}

export class OpportunitiesQuery extends OpportunityFilterQuery {
  @OneOf(OPPORTUNITY_STATES, { about: 'Only those that are so at the end of the period', optional: true })
  state?: OpportunityState;

  @PageLimit
  limit?: string;

  @PageCursor
  cursor?: string;
}

export class OpportunityReportQuery extends OpportunityFilterQuery {
  @OneOf(OPPORTUNITY_DIMENSION_NAMES, {
    about: 'What to tell groups by; by default there is only the total',
    optional: true,
  })
  by?: OpportunityDimension;
}

/** The filter that a query means. */
export function opportunityFilterOf(query: OpportunityFilterQuery): OpportunityFilter {
  return {
    ...periodOf(query),
    ...givenTexts(query, [...OPPORTUNITY_DIMENSION_NAMES, 'customerId']),
    ...(query.missing ? { missing: query.missing } : {}),
  };
}
