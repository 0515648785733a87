import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  ApiAnswer,
  ApiQueryOf,
  COUNT,
  cursorAfter,
  ID,
  INSTANT,
  listOf,
  NEXT_CURSOR,
  objectOf,
  orNull,
  pageAskedBy,
  TEXT,
} from '#projections/http';
import { SURVEY_TYPES } from '../events/index.js';
import { type ListedAnswer, ListSurveyAnswers } from '../queries/list-survey-answers.query.js';
import { ReportSurveys, type SurveyReport } from '../queries/report-surveys.query.js';
import type { ScoreCount, SurveyFigure, SurveyFigures } from '../rules/survey-figures.js';
import type { Scale } from '../rules/survey-scale.js';
import { SurveyAnswersQuery, surveyFilterOf, SurveyReportQuery } from './survey-queries.js';

interface AnswersAnswer {
  answers: ListedAnswer[];
  next: string | null;
}

const KNOWN_TEXT = orNull(TEXT);
const TYPE = { type: 'string', enum: SURVEY_TYPES } as const;
const SCALE = objectOf<Scale>({ min: COUNT, max: COUNT });

const ANSWERS_SCHEMA = objectOf<AnswersAnswer>({
  answers: listOf(
    objectOf<ListedAnswer>({
      eventId: ID,
      customerId: ID,
      occurredAt: INSTANT,
      type: TYPE,
      score: COUNT,
      scale: SCALE,
      surveyId: KNOWN_TEXT,
      store: KNOWN_TEXT,
      channel: KNOWN_TEXT,
      requestId: KNOWN_TEXT,
      refersTo: orNull(ID),
      source: TEXT,
    }),
  ),
  next: NEXT_CURSOR,
});

const REPORT_SCHEMA = objectOf<SurveyReport>({
  from: orNull(INSTANT),
  to: orNull(INSTANT),
  n: COUNT,
  surveys: listOf(
    objectOf<SurveyFigures>({
      type: TYPE,
      scale: SCALE,
      n: COUNT,
      figures: listOf(
        objectOf<SurveyFigure>({
          name: TEXT,
          formula: TEXT,
          value: orNull({ type: 'number', description: 'Two decimals' }),
        }),
      ),
      distribution: listOf(objectOf<ScoreCount>({ score: COUNT, count: COUNT })),
    }),
  ),
});

@ApiTags('service')
@Controller('v1/surveys')
export class SurveysController {
  constructor(private readonly queries: QueryBus) {}

  @Get('answers')
  @ApiOperation({ operationId: 'listSurveyAnswers', summary: 'Answers to surveys as they were given, in pages' })
  @ApiQueryOf(SurveyAnswersQuery)
  @ApiAnswer('A page of answers', ANSWERS_SCHEMA)
  async list(@Query() query: SurveyAnswersQuery): Promise<AnswersAnswer> {
    const page = await this.queries.execute(new ListSurveyAnswers(surveyFilterOf(query), pageAskedBy(query)));
    return { answers: page.answers, next: cursorAfter(page.after) };
  }

  @Get('report')
  @ApiOperation({ operationId: 'reportSurveys', summary: 'NPS, CSAT and CES, each with its formula and n' })
  @ApiQueryOf(SurveyReportQuery)
  @ApiAnswer('One entry for each type and scale', REPORT_SCHEMA)
  report(@Query() query: SurveyReportQuery): Promise<SurveyReport> {
    return this.queries.execute(new ReportSurveys(surveyFilterOf(query)));
  }
}
