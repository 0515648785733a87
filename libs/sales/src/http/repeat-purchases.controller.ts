import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CalendarDate, Text } from '#kernel';
import { ApiAnswer, ApiQueryOf, COUNT, ReadQuery, TEXT, listOf, objectOf, orNull } from '#projections/http';
import { GetRepeatPurchases, type RepeatPurchaseReport } from '../queries/get-repeat-purchases.query.js';

export class RepeatPurchasesQuery extends ReadQuery {
  @CalendarDate({ about: 'Last day that counts' })
  until!: string;

  @Text({ about: 'Only purchases that this system reported', max: 500, optional: true })
  source?: string;
}

const REPORT_SCHEMA = objectOf<RepeatPurchaseReport>({
  until: { type: 'string', format: 'date' },
  source: orNull(TEXT),
  customers: COUNT,
  repeaters: COUNT,
  repeatPurchases: COUNT,
  bins: listOf(COUNT),
});

@ApiTags('sales')
@Controller('v1/reports/repeat-purchases')
export class RepeatPurchasesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ operationId: 'getRepeatPurchases', summary: 'How many customers came back, and how often' })
  @ApiQueryOf(RepeatPurchasesQuery)
  @ApiAnswer('Repeat purchases in all, and customers by how many they made', REPORT_SCHEMA)
  read(@Query() { until, source }: RepeatPurchasesQuery): Promise<RepeatPurchaseReport> {
    return this.queries.execute(new GetRepeatPurchases(until, source));
  }
}
