import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadModels } from '#projections/read-models';
import type { SurveyType } from '../events/index.js';
import { type SurveyAnswerRow, surveyAnswerTable } from '../projections/surveys.js';
import { type SurveyFigures, surveyFigures } from '../rules/survey-figures.js';
import { type SurveyFilter, whereAnswers } from './survey-filter.js';

export interface SurveyReport {
  /** RFC 3339 in UTC; null: without bound. */
  from: string | null;
  to: string | null;
  /** Answers in all. */
  n: number;
  /** One entry for each type and scale. */
  surveys: SurveyFigures[];
}

/** What customers answer to surveys: NPS, CSAT and CES, each with its formula and the number of answers. */
export class ReportSurveys extends Query<SurveyReport> {
  constructor(readonly filter: SurveyFilter) {
    super();
  }
}

interface Counted {
  type: SurveyType;
  min: number;
  max: number;
  counts: { score: number; count: number }[];
}

@QueryHandler(ReportSurveys)
export class ReportSurveysHandler implements IQueryHandler<ReportSurveys> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter }: ReportSurveys): Promise<SurveyReport> {
    const byScore = this.readModels
      .repository<SurveyAnswerRow>(surveyAnswerTable)
      .createQueryBuilder('answer')
      .select('answer.type', 'type')
      .addSelect('answer.scale_min', 'min')
      .addSelect('answer.scale_max', 'max')
      .addSelect('answer.score', 'score')
      .addSelect('count(*)::integer', 'count');
    const counted = await whereAnswers(byScore, filter)
      .groupBy('answer.type')
      .addGroupBy('answer.scale_min')
      .addGroupBy('answer.scale_max')
      .addGroupBy('answer.score')
      .orderBy('answer.type')
      .addOrderBy('answer.scale_min')
      .addOrderBy('answer.scale_max')
      .getRawMany<Omit<Counted, 'counts'> & { score: number; count: number }>();
    const scales = new Map<string, Counted>();
    for (const { type, min, max, score, count } of counted) {
      const key = `${type} ${min} ${max}`;
      const scale = scales.get(key) ?? { type, min, max, counts: [] };
      scales.set(key, { ...scale, counts: [...scale.counts, { score, count }] });
    }
    return {
      from: filter.from ?? null,
      to: filter.to ?? null,
      n: counted.reduce((sum, { count }) => sum + count, 0),
      surveys: [...scales.values()].map(({ type, min, max, counts }) => surveyFigures(type, { min, max }, counts)),
    };
  }
}
