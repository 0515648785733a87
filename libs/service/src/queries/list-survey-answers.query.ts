import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { cutPage, type Page, ReadModels } from '#projections/read-models';
import type { SurveyType } from '../events/index.js';
import { type SurveyAnswerRow, surveyAnswerTable } from '../projections/surveys.js';
import type { Scale } from '../rules/survey-scale.js';
import { type SurveyFilter, whereAnswers } from './survey-filter.js';

export interface ListedAnswer {
  eventId: string;
  customerId: string;
  occurredAt: string;
  type: SurveyType;
  score: number;
  scale: Scale;
  surveyId: string | null;
  store: string | null;
  channel: string | null;
  requestId: string | null;
  refersTo: string | null;
  source: string;
}

export interface AnswersPage {
  answers: ListedAnswer[];
  /** Where to go on, or null at the end. */
  after: number | null;
}

/** Answers to surveys in the order of recording: what stands behind a score. */
export class ListSurveyAnswers extends Query<AnswersPage> {
  constructor(
    readonly filter: SurveyFilter,
    readonly page: Page,
  ) {
    super();
  }
}

@QueryHandler(ListSurveyAnswers)
export class ListSurveyAnswersHandler implements IQueryHandler<ListSurveyAnswers> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, page }: ListSurveyAnswers): Promise<AnswersPage> {
    const query = this.readModels.repository<SurveyAnswerRow>(surveyAnswerTable).createQueryBuilder('answer');
    const found = await whereAnswers(query, filter)
      .andWhere('answer.first_position > :after', { after: page.after ?? 0 })
      .orderBy('answer.first_position')
      .limit(page.limit + 1)
      .getMany();
    const { rows, after } = cutPage(found, page);
    return { answers: rows.map(listedAnswerOf), after };
  }
}

function listedAnswerOf(row: SurveyAnswerRow): ListedAnswer {
  return {
    eventId: row.survey_answer,
    customerId: row.customer_id,
    occurredAt: row.occurred_at,
    type: row.type,
    score: row.score,
    scale: { min: row.scale_min, max: row.scale_max },
    surveyId: row.survey_id,
    store: row.store,
    channel: row.channel,
    requestId: row.request_id,
    refersTo: row.refers_to,
    source: row.source,
  };
}
