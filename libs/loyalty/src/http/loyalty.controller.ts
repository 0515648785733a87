import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { CustomerIdPipe } from '#intake';
import { ApiAnswer, ApiQueryOf, ID, INSTANT, MomentQuery, instantOf, objectOf, parseMoment } from '#projections';
import { GetLoyalty } from '../queries/get-loyalty.query.js';
import type { Account } from '../rules/account-at.js';
import { ACCOUNT_FIELDS } from './account-schema.js';

type LoyaltyAnswer = Account & { customerId: string; at: string };

@ApiTags('loyalty')
@Controller('v1/customers/:customerId/loyalty')
export class LoyaltyController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ operationId: 'getLoyalty', summary: 'Points: balance, lots, what expires next' })
  @ApiParam({ name: 'customerId', schema: { type: 'string', format: 'uuid' } })
  @ApiQueryOf(MomentQuery)
  @ApiAnswer('The account at that instant', objectOf<LoyaltyAnswer>({ customerId: ID, at: INSTANT, ...ACCOUNT_FIELDS }))
  async read(
    @Param('customerId', CustomerIdPipe) customerId: string,
    @Query() query: MomentQuery,
  ): Promise<LoyaltyAnswer> {
    const moment = parseMoment(query);
    const at = instantOf(moment);
    return { customerId, at, ...(await this.queries.execute(new GetLoyalty(customerId, moment, at))) };
  }
}
