import { EventId, Instant, OneOf, Text } from '#kernel';
import { givenTexts, PageCursor, PageLimit, periodOf, ReadQuery } from '#projections/http';
import { REFUSAL_DIMENSIONS, type RefusalDimension, type RefusalFilter } from '../queries/refusal-filter.js';

export const REFUSAL_DIMENSION_NAMES = Object.keys(REFUSAL_DIMENSIONS) as RefusalDimension[];

/** Which refusals a read is about; the list and the report take the same. */
export class RefusalFilterQuery extends ReadQuery {
  @Instant({ about: 'Not before this time of occurrence', optional: true })
  from?: string;

  @Instant({ about: 'Before this time of occurrence', optional: true })
  to?: string;

  @Text({ about: 'Code of the reason', max: 100, optional: true })
  reason?: string;

  @Text({ about: 'Product that was refused', max: 200, optional: true })
  product?: string;

  @Text({ about: 'Competitor whom he prefers', max: 200, optional: true })
  competitor?: string;

  @Text({ about: 'Who was told so, or works on the opportunity', max: 200, optional: true })
  owner?: string;

  @Text({ about: 'Campaign in which he refused', max: 200, optional: true })
  campaign?: string;

  @Text({ about: 'The way by which he said so', max: 100, optional: true })
  channel?: string;

  @Text({ about: 'What was refused', max: 500, optional: true })
  subject?: string;

  @Text({ about: 'Only what this system reported', max: 500, optional: true })
  source?: string;

  @EventId({ about: 'Only this customer’s', optional: true })
  customerId?: string;

  @OneOf(REFUSAL_DIMENSION_NAMES, { about: 'Only those of which this is not known', optional: true })
  missing?: RefusalDimension;
}

export class RefusalsQuery extends RefusalFilterQuery {
  @PageLimit
  limit?: string;

  @PageCursor
  cursor?: string;
}

export class RefusalReportQuery extends RefusalFilterQuery {
  @OneOf(REFUSAL_DIMENSION_NAMES, { about: 'What to count by; by default the reason', optional: true })
  by?: RefusalDimension;
}

/** The filter that a query means. */
export function refusalFilterOf(query: RefusalFilterQuery): RefusalFilter {
  return {
    ...periodOf(query),
    ...givenTexts(query, [...REFUSAL_DIMENSION_NAMES, 'customerId']),
    ...(query.missing ? { missing: query.missing } : {}),
  };
}
