import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { CustomerIdPipe } from '#intake/http';
import {
  ApiAnswer,
  ApiQueryOf,
  COUNT,
  ID,
  INSTANT,
  listOf,
  MomentQuery,
  objectOf,
  orNull,
  TEXT,
} from '#projections/http';
import { instantOf, parseMoment } from '#projections/read-models';
import { GetServiceCosts, type ServiceCostsView, type WorkView } from '../queries/get-service-costs.query.js';
import type { ServiceSums } from '../rules/service-costs.js';

type ServiceCostsAnswer = ServiceCostsView & { customerId: string; at: string };

const KNOWN_TEXT = orNull(TEXT);
const MONEY_OR_NULL = orNull(objectOf<{ amount: number; currency: string }>({ amount: COUNT, currency: TEXT }));

const COSTS_SCHEMA = objectOf<ServiceCostsAnswer>({
  customerId: ID,
  at: INSTANT,
  works: COUNT,
  free: COUNT,
  paid: COUNT,
  sums: listOf(objectOf<ServiceSums>({ currency: TEXT, cost: COUNT, income: COUNT, result: COUNT })),
  items: listOf(
    objectOf<WorkView>({
      eventId: ID,
      occurredAt: INSTANT,
      requestId: KNOWN_TEXT,
      service: KNOWN_TEXT,
      billing: KNOWN_TEXT,
      plan: KNOWN_TEXT,
      by: KNOWN_TEXT,
      cost: MONEY_OR_NULL,
      price: MONEY_OR_NULL,
    }),
  ),
});

@ApiTags('service')
@Controller('v1/customers/:customerId/service-costs')
export class ServiceCostsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ operationId: 'getServiceCosts', summary: 'What serving a customer costs and brings' })
  @ApiParam({ name: 'customerId', schema: { type: 'string', format: 'uuid' } })
  @ApiQueryOf(MomentQuery)
  @ApiAnswer('Sums by currency, and the works behind them', COSTS_SCHEMA)
  async read(
    @Param('customerId', CustomerIdPipe) customerId: string,
    @Query() query: MomentQuery,
  ): Promise<ServiceCostsAnswer> {
    const moment = parseMoment(query);
    const costs = await this.queries.execute(new GetServiceCosts(customerId, moment));
    return { customerId, at: instantOf(moment), ...costs };
  }
}
