import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { boundsOf, type Period, type KnownValues, whereKnown } from '#projections/read-models';

/** By what answers to surveys can be told apart. */
export const SURVEY_DIMENSIONS = {
  type: 'answer.type',
  surveyId: 'answer.survey_id',
  store: 'answer.store',
  channel: 'answer.channel',
  source: 'answer.source',
} as const;
export type SurveyDimension = keyof typeof SURVEY_DIMENSIONS;

export type SurveyFilter = Period &
  KnownValues<SurveyDimension> & {
    customerId?: string;
    score?: number;
  };

/** Adds the conditions to a query over `answer`; lists and reports share it. */
export function whereAnswers<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  filter: SurveyFilter,
): SelectQueryBuilder<Row> {
  query.where('answer.occurred_at >= :from and answer.occurred_at < :to', boundsOf(filter));
  if (filter.score !== undefined) query.andWhere('answer.score = :score', { score: filter.score });
  if (filter.customerId) query.andWhere('answer.customer_id = :customerId', { customerId: filter.customerId });
  return whereKnown(query, SURVEY_DIMENSIONS, filter);
}
