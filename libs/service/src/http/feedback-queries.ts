import { EventId, Instant, OneOf, Text } from '#kernel';
import { givenTexts, PageCursor, PageLimit, periodOf, ReadQuery } from '#projections/http';
import { FEEDBACK_KINDS, SEVERITIES } from '../events/index.js';
import { FEEDBACK_DIMENSIONS, type FeedbackDimension, type FeedbackFilter } from '../queries/feedback-filter.js';

export const FEEDBACK_DIMENSION_NAMES = Object.keys(FEEDBACK_DIMENSIONS) as FeedbackDimension[];

const NAME = FEEDBACK_DIMENSION_NAMES.join('|');
const DIMENSIONS = new RegExp(`^(${NAME})(,(${NAME}))*$`);

/** Which feedback a read is about; the list and the board take the same. */
export class FeedbackFilterQuery extends ReadQuery {
  @Instant({ about: 'Received from this time on', optional: true })
  from?: string;

  @Instant({ about: 'Received before this time', optional: true })
  to?: string;

  @OneOf(FEEDBACK_KINDS, { about: 'What kind of feedback', optional: true })
  kind?: string;

  @Text({ about: 'What it is about', max: 200, optional: true })
  category?: string;

  @Text({ about: 'Shop, branch or department', max: 200, optional: true })
  store?: string;

  @OneOf(SEVERITIES, { about: 'How bad it is', optional: true })
  severity?: string;

  @Text({ about: 'The way it took', max: 100, optional: true })
  channel?: string;

  @Text({ about: 'Product that it is about', max: 200, optional: true })
  product?: string;

  @Text({ about: 'Whom of the company it is about', max: 200, optional: true })
  employee?: string;

  @Text({ about: 'Only what this system reported', max: 500, optional: true })
  source?: string;

  @EventId({ about: 'Only this customer’s', optional: true })
  customerId?: string;

  @OneOf(['yes', 'no'], { about: 'Whether anything was done about it', optional: true })
  acted?: 'yes' | 'no';

  @Text({
    about: `Only that of which none of these is known, separated by commas: ${FEEDBACK_DIMENSION_NAMES.join(', ')}`,
    max: 200,
    pattern: DIMENSIONS,
    optional: true,
  })
  missing?: string;
}

export class FeedbackQuery extends FeedbackFilterQuery {
  @PageLimit
  limit?: string;

  @PageCursor
  cursor?: string;
}

export class FeedbackReportQuery extends FeedbackFilterQuery {
  @Text({
    about: `What to count by, separated by commas, of ${FEEDBACK_DIMENSION_NAMES.join(', ')}; by default category,store,severity`,
    max: 200,
    pattern: DIMENSIONS,
    optional: true,
  })
  by?: string;
}

/** The dimensions that a report counts by, each once. */
export function feedbackDimensionsOf({ by = 'category,store,severity' }: FeedbackReportQuery): FeedbackDimension[] {
  return dimensionsIn(by);
}

/** The filter that a query means. */
export function feedbackFilterOf(query: FeedbackFilterQuery): FeedbackFilter {
  const { acted, missing } = query;
  return {
    ...periodOf(query),
    ...givenTexts(query, [...FEEDBACK_DIMENSION_NAMES, 'customerId']),
    ...(acted ? { acted: acted === 'yes' } : {}),
    ...(missing ? { missing: dimensionsIn(missing) } : {}),
  };
}

function dimensionsIn(list: string): FeedbackDimension[] {
  return [...new Set(list.split(','))] as FeedbackDimension[];
}
