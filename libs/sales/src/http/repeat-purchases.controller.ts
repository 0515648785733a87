import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CalendarDate, Text } from '#kernel';
import { ApiQueryOf, ReadQuery } from '#projections';
import { GetRepeatPurchases, type RepeatPurchaseReport } from '../queries/get-repeat-purchases.query.js';

export class RepeatPurchasesQuery extends ReadQuery {
  @CalendarDate({ about: 'Last day that counts' })
  until!: string;

  @Text({ about: 'Only purchases that this system reported', max: 500, optional: true })
  source?: string;
}

@ApiTags('sales')
@Controller('v1/reports/repeat-purchases')
export class RepeatPurchasesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ operationId: 'getRepeatPurchases', summary: 'How many customers came back, and how often' })
  @ApiQueryOf(RepeatPurchasesQuery)
  read(@Query() { until, source }: RepeatPurchasesQuery): Promise<RepeatPurchaseReport> {
    return this.queries.execute(new GetRepeatPurchases(until, source));
  }
}
