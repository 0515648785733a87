import { EventId, Instant, OneOf, Text } from '#kernel';
import { givenTexts, PageCursor, PageLimit, periodOf, ReadQuery } from '#projections/http';
import { SURVEY_TYPES } from '../events/index.js';
import { SURVEY_DIMENSIONS, type SurveyDimension, type SurveyFilter } from '../queries/survey-filter.js';

export const SURVEY_DIMENSION_NAMES = Object.keys(SURVEY_DIMENSIONS) as SurveyDimension[];

/** Which answers a read is about; the list and the report take the same. */
export class SurveyReportQuery extends ReadQuery {
  @Instant({ about: 'Answered from this time on', optional: true })
  from?: string;

  @Instant({ about: 'Answered before this time', optional: true })
  to?: string;

  @OneOf(SURVEY_TYPES, { about: 'What the question measures', optional: true })
  type?: string;

  @Text({ about: 'Survey that they belong to', max: 200, optional: true })
  surveyId?: string;

  @Text({ about: 'Shop, branch or department that they are about', max: 200, optional: true })
  store?: string;

  @Text({ about: 'The way they took', max: 100, optional: true })
  channel?: string;

  @Text({ about: 'Only what this system reported', max: 500, optional: true })
  source?: string;

  @EventId({ about: 'Only this customer’s', optional: true })
  customerId?: string;

  @OneOf(SURVEY_DIMENSION_NAMES, { about: 'Only those of which this is not known', optional: true })
  missing?: SurveyDimension;
}

export class SurveyAnswersQuery extends SurveyReportQuery {
  @Text({ about: 'Only answers of this score', max: 4, pattern: /^-?\d{1,3}$/, optional: true })
  score?: string;

  @PageLimit
  limit?: string;

  @PageCursor
  cursor?: string;
}

/** The filter that a query means. */
export function surveyFilterOf(query: SurveyReportQuery & Pick<SurveyAnswersQuery, 'score'>): SurveyFilter {
  const { score, missing } = query;
  return {
    ...periodOf(query),
    ...givenTexts(query, [...SURVEY_DIMENSION_NAMES, 'customerId']),
    ...(score === undefined ? {} : { score: Number(score) }),
    ...(missing ? { missing } : {}),
  };
}
