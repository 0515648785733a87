import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  ApiAnswer,
  ApiQueryOf,
  byName,
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
import { type ListedFeedback, ListFeedback } from '../queries/list-feedback.query.js';
import { type FeedbackCell, type FeedbackReport, ReportFeedback } from '../queries/report-feedback.query.js';
import { feedbackDimensionsOf, feedbackFilterOf, FeedbackQuery, FeedbackReportQuery } from './feedback-queries.js';

interface FeedbackAnswer {
  feedback: ListedFeedback[];
  next: string | null;
}

const KNOWN_TEXT = orNull(TEXT);

const FEEDBACK_SCHEMA = objectOf<FeedbackAnswer>({
  feedback: listOf(
    objectOf<ListedFeedback>({
      customerId: ID,
      eventId: ID,
      feedbackId: TEXT,
      kind: KNOWN_TEXT,
      category: KNOWN_TEXT,
      severity: KNOWN_TEXT,
      store: KNOWN_TEXT,
      channel: KNOWN_TEXT,
      product: KNOWN_TEXT,
      employee: KNOWN_TEXT,
      requestId: KNOWN_TEXT,
      source: TEXT,
      receivedAt: orNull(INSTANT),
      actedAt: orNull(INSTANT),
      actions: COUNT,
      lastAction: KNOWN_TEXT,
      changeRef: KNOWN_TEXT,
    }),
  ),
  next: NEXT_CURSOR,
});

const REPORT_SCHEMA = objectOf<FeedbackReport>({
  by: listOf(TEXT),
  from: orNull(INSTANT),
  to: orNull(INSTANT),
  n: COUNT,
  cells: listOf(
    objectOf<FeedbackCell>({
      values: { ...byName(KNOWN_TEXT), description: 'The value of each dimension; null: not known' },
      count: COUNT,
      kinds: objectOf<FeedbackCell['kinds']>({
        compliment: COUNT,
        complaint: COUNT,
        suggestion: COUNT,
        question: COUNT,
      }),
      unanswered: COUNT,
      unansweredShare: orNull({ type: 'number', description: 'Per cent, two decimals' }),
      medianSecondsToAction: orNull({ type: 'number', description: 'Seconds' }),
    }),
  ),
});

@ApiTags('service')
@Controller('v1/feedback')
export class FeedbackController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ operationId: 'listFeedback', summary: 'Feedback and what was done about it, filtered, in pages' })
  @ApiQueryOf(FeedbackQuery)
  @ApiAnswer('A page of feedback', FEEDBACK_SCHEMA)
  async list(@Query() query: FeedbackQuery): Promise<FeedbackAnswer> {
    const page = await this.queries.execute(new ListFeedback(feedbackFilterOf(query), pageAskedBy(query)));
    return { feedback: page.feedback, next: cursorAfter(page.after) };
  }

  @Get('report')
  @ApiOperation({ operationId: 'reportFeedback', summary: 'The board of feedback: by category, store and severity' })
  @ApiQueryOf(FeedbackReportQuery)
  @ApiAnswer('One cell for each set of values', REPORT_SCHEMA)
  report(@Query() query: FeedbackReportQuery): Promise<FeedbackReport> {
    return this.queries.execute(new ReportFeedback(feedbackFilterOf(query), feedbackDimensionsOf(query)));
  }
}
