import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { GetStatistics, type Statistics } from './queries/get-statistics.query.js';

@ApiTags('insight')
@Controller('v1')
export class InsightController {
  constructor(private readonly queries: QueryBus) {}

  @Get('stats')
  @ApiOperation({ operationId: 'getStatistics', summary: 'Events by type, customers, head of the log, projections' })
  statistics(): Promise<Statistics> {
    return this.queries.execute(new GetStatistics());
  }
}
