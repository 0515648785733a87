import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { CustomerIdPipe } from '#intake/http';
import { ApiAnswer, ApiQueryOf, ID, INSTANT, MomentQuery, objectOf } from '#projections/http';
import { instantOf, parseMoment } from '#projections/read-models';
import { type FunnelView, GetFunnel } from '../queries/get-funnel.query.js';
import { GetJourney } from '../queries/get-journey.query.js';
import type { CustomerJourney } from '../rules/customer-journey.js';
import { FUNNEL_FIELDS, JOURNEY_FIELDS } from './funnel-schemas.js';

type FunnelAnswer = FunnelView & { customerId: string; at: string };
type JourneyAnswer = CustomerJourney & { customerId: string; at: string };

/** One customer's way: through the stages, and to his first purchase. */
@ApiTags('sales')
@Controller('v1/customers/:customerId')
export class CustomerFunnelController {
  constructor(private readonly queries: QueryBus) {}

  @Get('funnel')
  @ApiOperation({ operationId: 'getFunnel', summary: 'One customer’s stages, each with its cause' })
  @ApiParam({ name: 'customerId', schema: { type: 'string', format: 'uuid' } })
  @ApiQueryOf(MomentQuery)
  @ApiAnswer('His stages so far', objectOf<FunnelAnswer>({ customerId: ID, at: INSTANT, ...FUNNEL_FIELDS }))
  async stages(
    @Param('customerId', CustomerIdPipe) customerId: string,
    @Query() query: MomentQuery,
  ): Promise<FunnelAnswer> {
    const moment = parseMoment(query);
    const at = instantOf(moment);
    return { customerId, at, ...(await this.queries.execute(new GetFunnel(customerId, moment, at))) };
  }

  @Get('journey')
  @ApiOperation({
    operationId: 'getJourney',
    summary: 'One customer’s way from the first contact to the first purchase',
  })
  @ApiParam({ name: 'customerId', schema: { type: 'string', format: 'uuid' } })
  @ApiQueryOf(MomentQuery)
  @ApiAnswer('His contacts in order', objectOf<JourneyAnswer>({ customerId: ID, at: INSTANT, ...JOURNEY_FIELDS }))
  async journey(
    @Param('customerId', CustomerIdPipe) customerId: string,
    @Query() query: MomentQuery,
  ): Promise<JourneyAnswer> {
    const moment = parseMoment(query);
    const at = instantOf(moment);
    return { customerId, at, ...(await this.queries.execute(new GetJourney(customerId, moment, at))) };
  }
}
