import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiAnswer, COUNT, POSITION, PROJECTION_SCHEMA, byName, listOf, objectOf } from '#projections/http';
import { GetStatistics, type Statistics } from './queries/get-statistics.query.js';

const STATISTICS_SCHEMA = objectOf<Statistics>({
  head: POSITION,
  customers: COUNT,
  events: byName(COUNT),
  projections: listOf(PROJECTION_SCHEMA),
});

@ApiTags('insight')
@Controller('v1')
export class InsightController {
  constructor(private readonly queries: QueryBus) {}

  @Get('stats')
  @ApiOperation({ operationId: 'getStatistics', summary: 'Events by type, customers, head of the log, projections' })
  @ApiAnswer('The ledger in numbers', STATISTICS_SCHEMA)
  statistics(): Promise<Statistics> {
    return this.queries.execute(new GetStatistics());
  }
}
