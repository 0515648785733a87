import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { CustomerIdPipe } from '#intake';
import { ApiQueryOf, MomentQuery, instantOf, parseMoment } from '#projections';
import { GetLoyalty } from '../queries/get-loyalty.query.js';
import type { Account } from '../rules/account-at.js';

@ApiTags('loyalty')
@Controller('v1/customers/:customerId/loyalty')
export class LoyaltyController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ operationId: 'getLoyalty', summary: 'Points: balance, lots, what expires next' })
  @ApiParam({ name: 'customerId', schema: { type: 'string', format: 'uuid' } })
  @ApiQueryOf(MomentQuery)
  async read(
    @Param('customerId', CustomerIdPipe) customerId: string,
    @Query() query: MomentQuery,
  ): Promise<Account & { customerId: string; at: string }> {
    const moment = parseMoment(query);
    const at = instantOf(moment);
    return { customerId, at, ...(await this.queries.execute(new GetLoyalty(customerId, moment, at))) };
  }
}
