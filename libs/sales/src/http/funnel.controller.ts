import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { CustomerIdPipe } from '#intake';
import { Instant } from '#kernel';
import {
  ApiAnswer,
  ApiQueryOf,
  ID,
  INSTANT,
  MomentQuery,
  ReadQuery,
  instantOf,
  objectOf,
  parseMoment,
} from '#projections';
import { type FunnelCounts, GetFunnelCounts } from '../queries/get-funnel-counts.query.js';
import { type FunnelView, GetFunnel } from '../queries/get-funnel.query.js';
import { FUNNEL_COUNTS_SCHEMA, FUNNEL_FIELDS } from './funnel-schemas.js';

type FunnelAnswer = FunnelView & { customerId: string; at: string };

export class FunnelCountsQuery extends ReadQuery {
  @Instant({ about: 'The instant that the counts are of; by default now', optional: true })
  asOf?: string;
}

@ApiTags('sales')
@Controller('v1')
export class FunnelController {
  constructor(private readonly queries: QueryBus) {}

  @Get('funnel')
  @ApiOperation({ operationId: 'getFunnelCounts', summary: 'How many customers are in each stage' })
  @ApiQueryOf(FunnelCountsQuery)
  @ApiAnswer('Customers by stage', FUNNEL_COUNTS_SCHEMA)
  counts(@Query() query: FunnelCountsQuery): Promise<FunnelCounts> {
    return this.queries.execute(new GetFunnelCounts(instantOf(parseMoment({ asOf: query.asOf }))));
  }

  @Get('customers/:customerId/funnel')
  @ApiOperation({ operationId: 'getFunnel', summary: 'One customer’s stages, each with its cause' })
  @ApiParam({ name: 'customerId', schema: { type: 'string', format: 'uuid' } })
  @ApiQueryOf(MomentQuery)
  @ApiAnswer('His stages so far', objectOf<FunnelAnswer>({ customerId: ID, at: INSTANT, ...FUNNEL_FIELDS }))
  async read(
    @Param('customerId', CustomerIdPipe) customerId: string,
    @Query() query: MomentQuery,
  ): Promise<FunnelAnswer> {
    const moment = parseMoment(query);
    const at = instantOf(moment);
    return { customerId, at, ...(await this.queries.execute(new GetFunnel(customerId, moment, at))) };
  }
}
