import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { FactCatalogue } from '#kernel';
import { ApiAnswer, ApiQueryOf, cursorAfter, pageAskedBy } from '#projections/http';
import type { FunnelPage } from '../queries/funnel-list.js';
import { type FunnelCounts, GetFunnelCounts } from '../queries/get-funnel-counts.query.js';
import { type FunnelCustomer, ListFunnelCustomers } from '../queries/list-funnel-customers.query.js';
import { ListStalled } from '../queries/list-stalled.query.js';
import {
  type ConversionReport,
  ListConversion,
  type ListedConversion,
  ReportConversion,
} from '../queries/report-conversion.query.js';
import {
  type ListedSpell,
  ListTimeInStage,
  ReportTimeInStage,
  type TimeInStageReport,
} from '../queries/report-time-in-stage.query.js';
import {
  breakdownOf,
  ConversionCustomersQuery,
  ConversionQuery,
  conversionQuestionOf,
  FunnelCountsQuery,
  FunnelCustomersQuery,
  funnelFilterOf,
  instantAskedBy,
  spanOf,
  StalledQuery,
  TimeInStageCustomersQuery,
  TimeInStageQuery,
} from './funnel-queries.js';
import {
  CONVERSION_SCHEMA,
  CONVERSIONS_SCHEMA,
  FUNNEL_COUNTS_SCHEMA,
  FUNNEL_CUSTOMERS_SCHEMA,
  type FunnelListAnswer,
  SPELLS_SCHEMA,
  STALLED_SCHEMA,
  type StalledAnswer,
  TIME_IN_STAGE_SCHEMA,
} from './funnel-schemas.js';

/** Figures of the whole funnel, each with the list of customers behind it. */
@ApiTags('sales')
@Controller('v1/funnel')
export class FunnelController {
  constructor(
    private readonly queries: QueryBus,
    private readonly catalogue: FactCatalogue,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'getFunnelCounts', summary: 'How many customers are in each stage' })
  @ApiQueryOf(FunnelCountsQuery)
  @ApiAnswer('Customers by stage', FUNNEL_COUNTS_SCHEMA)
  counts(@Query() query: FunnelCountsQuery): Promise<FunnelCounts> {
    return this.queries.execute(
      new GetFunnelCounts(instantAskedBy(query), funnelFilterOf(query), spanOf(query), breakdownOf(query)),
    );
  }

  @Get('customers')
  @ApiOperation({ operationId: 'listFunnelCustomers', summary: 'Who is in which stage' })
  @ApiQueryOf(FunnelCustomersQuery)
  @ApiAnswer('A page of customers', FUNNEL_CUSTOMERS_SCHEMA)
  async customers(@Query() query: FunnelCustomersQuery): Promise<FunnelListAnswer<FunnelCustomer>> {
    const at = instantAskedBy(query);
    const page = pageAskedBy(query);
    const list = new ListFunnelCustomers(at, funnelFilterOf(query), query.stage, page);
    return listAnswer(at, await this.queries.execute(list));
  }

  @Get('time-in-stage')
  @ApiOperation({ operationId: 'getTimeInStage', summary: 'How long customers stay in a stage' })
  @ApiQueryOf(TimeInStageQuery)
  @ApiAnswer('Stays in the stage, with the median by Kaplan and Meier', TIME_IN_STAGE_SCHEMA)
  timeInStage(@Query() query: TimeInStageQuery): Promise<TimeInStageReport> {
    return this.queries.execute(new ReportTimeInStage(stayQuestionOf(query), breakdownOf(query)));
  }

  @Get('time-in-stage/customers')
  @ApiOperation({ operationId: 'listTimeInStage', summary: 'The stays behind the figures of a stage' })
  @ApiQueryOf(TimeInStageCustomersQuery)
  @ApiAnswer('A page of stays', SPELLS_SCHEMA)
  async stays(@Query() query: TimeInStageCustomersQuery): Promise<FunnelListAnswer<ListedSpell>> {
    const question = stayQuestionOf(query);
    const list = new ListTimeInStage(question, query.list ?? 'entries', pageAskedBy(query));
    return listAnswer(question.instant, await this.queries.execute(list));
  }

  @Get('conversion')
  @ApiOperation({ operationId: 'getConversion', summary: 'How many come from one step to the next, and how fast' })
  @ApiQueryOf(ConversionQuery)
  @ApiAnswer('Customers by step', CONVERSION_SCHEMA)
  conversion(@Query() query: ConversionQuery): Promise<ConversionReport> {
    return this.queries.execute(
      new ReportConversion(this.conversionQuestion(query), funnelFilterOf(query), breakdownOf(query)),
    );
  }

  @Get('conversion/customers')
  @ApiOperation({ operationId: 'listConversion', summary: 'The customers behind a step' })
  @ApiQueryOf(ConversionCustomersQuery)
  @ApiAnswer('A page of customers', CONVERSIONS_SCHEMA)
  async converted(@Query() query: ConversionCustomersQuery): Promise<FunnelListAnswer<ListedConversion>> {
    const question = this.conversionQuestion(query);
    const step = query.step === undefined ? question.steps.length : Number(query.step);
    const list = query.list ?? 'reached';
    const page = pageAskedBy(query);
    const found = await this.queries.execute(new ListConversion(question, funnelFilterOf(query), step, list, page));
    return listAnswer(question.instant, found);
  }

  @Get('stalled')
  @ApiOperation({ operationId: 'listStalled', summary: 'Who is in a stage for too long, longest first' })
  @ApiQueryOf(StalledQuery)
  @ApiAnswer('A page of customers', STALLED_SCHEMA)
  async stalled(@Query() query: StalledQuery): Promise<StalledAnswer> {
    const instant = instantAskedBy(query);
    const { stage, days } = query;
    const question = {
      instant,
      filter: funnelFilterOf(query),
      ...(stage === undefined ? {} : { stage }),
      ...(days === undefined ? {} : { days: Number(days) }),
    };
    const found = await this.queries.execute(new ListStalled(question, pageAskedBy(query)));
    return { count: found.customers, ...listAnswer(instant, found) };
  }

  private conversionQuestion(query: ConversionQuery | ConversionCustomersQuery) {
    return conversionQuestionOf(query, (type) => this.catalogue.find(type) !== undefined);
  }
}

function stayQuestionOf(query: TimeInStageQuery | TimeInStageCustomersQuery) {
  return { ...spanOf(query), stage: query.stage, filter: funnelFilterOf(query), instant: instantAskedBy(query) };
}

function listAnswer<Item>(at: string, { items, after }: FunnelPage<Item>): FunnelListAnswer<Item> {
  return { at, customers: items, next: cursorAfter(after) };
}
