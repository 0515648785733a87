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
import { REFUSAL_KINDS } from '../projections/refusals.js';
import { type ListedRefusal, ListRefusals } from '../queries/list-refusals.query.js';
import { type RefusalReport, ReportRefusals } from '../queries/report-refusals.query.js';
import type { ParetoItem } from '../rules/pareto.js';
import { refusalFilterOf, RefusalReportQuery, RefusalsQuery } from './refusal-queries.js';

interface RefusalsAnswer {
  refusals: ListedRefusal[];
  next: string | null;
}

const KNOWN_TEXT = orNull(TEXT);
const SHARE = { type: 'number', description: 'Per cent of all, two decimals' } as const;

const REFUSALS_SCHEMA = objectOf<RefusalsAnswer>({
  refusals: listOf(
    objectOf<ListedRefusal>({
      eventId: ID,
      customerId: ID,
      kind: { type: 'string', enum: REFUSAL_KINDS },
      occurredAt: INSTANT,
      subject: KNOWN_TEXT,
      reason: KNOWN_TEXT,
      competitor: KNOWN_TEXT,
      product: KNOWN_TEXT,
      owner: KNOWN_TEXT,
      campaign: KNOWN_TEXT,
      channel: KNOWN_TEXT,
      offerId: KNOWN_TEXT,
      opportunityId: KNOWN_TEXT,
      answers: orNull(ID),
      source: TEXT,
    }),
  ),
  next: NEXT_CURSOR,
});

const REPORT_SCHEMA = objectOf<RefusalReport>({
  by: TEXT,
  from: orNull(INSTANT),
  to: orNull(INSTANT),
  n: COUNT,
  items: listOf(objectOf<ParetoItem>({ value: KNOWN_TEXT, count: COUNT, share: SHARE, cumulativeShare: SHARE })),
});

@ApiTags('sales')
@Controller('v1/refusals')
export class RefusalsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ operationId: 'listRefusals', summary: 'Refusals with their reasons, filtered, in pages' })
  @ApiQueryOf(RefusalsQuery)
  @ApiAnswer('A page of refusals', REFUSALS_SCHEMA)
  async list(@Query() query: RefusalsQuery): Promise<RefusalsAnswer> {
    const page = await this.queries.execute(new ListRefusals(refusalFilterOf(query), pageAskedBy(query)));
    return { refusals: page.refusals, next: cursorAfter(page.after) };
  }

  @Get('report')
  @ApiOperation({ operationId: 'reportRefusals', summary: 'Why customers say no: a Pareto table by one dimension' })
  @ApiQueryOf(RefusalReportQuery)
  @ApiAnswer('The most frequent first, with shares', REPORT_SCHEMA)
  report(@Query() query: RefusalReportQuery): Promise<RefusalReport> {
    return this.queries.execute(new ReportRefusals(refusalFilterOf(query), query.by ?? 'reason'));
  }
}
