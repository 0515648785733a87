import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { CustomerIdPipe } from '#intake/http';
import { ApiAnswer, ApiQueryOf, MomentQuery, decodeCursor, encodeCursor, pageSizeOf } from '#projections/http';
import { instantOf, parseMoment } from '#projections/read-models';
import { GetLoyaltyExpiries } from '../queries/get-loyalty-expiries.query.js';
import { GetLoyaltyExplanation } from '../queries/get-loyalty-explanation.query.js';
import { GetLoyaltyStatement } from '../queries/get-loyalty-statement.query.js';
import { GetLoyalty } from '../queries/get-loyalty.query.js';
import { ListCards } from '../queries/list-cards.query.js';
import { LoyaltyPageQuery, LoyaltyQuery, StatementQuery } from './loyalty-query.js';
import {
  CARDS_SCHEMA,
  type CardsAnswer,
  EXPIRIES_SCHEMA,
  EXPLANATION_SCHEMA,
  type ExpiriesAnswer,
  type ExplanationAnswer,
  LOYALTY_SCHEMA,
  type LoyaltyAnswer,
  STATEMENT_SCHEMA,
  type StatementAnswer,
} from './loyalty-schemas.js';

const CUSTOMER_PARAM = { name: 'customerId', schema: { type: 'string', format: 'uuid' } } as const;

@ApiTags('loyalty')
@Controller('v1/customers/:customerId/loyalty')
export class LoyaltyController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ operationId: 'getLoyalty', summary: 'Points: balance, lots, what expires next, tier' })
  @ApiParam(CUSTOMER_PARAM)
  @ApiQueryOf(LoyaltyQuery)
  @ApiAnswer('The account at that instant', LOYALTY_SCHEMA)
  async read(@Param('customerId', CustomerIdPipe) id: string, @Query() query: LoyaltyQuery): Promise<LoyaltyAnswer> {
    const moment = parseMoment(query);
    const at = instantOf(moment);
    return { customerId: id, at, ...(await this.queries.execute(new GetLoyalty(id, moment, at, query.program))) };
  }

  @Get('movements')
  @ApiOperation({ operationId: 'listLoyaltyMovements', summary: 'Every movement of points with the balance after it' })
  @ApiParam(CUSTOMER_PARAM)
  @ApiQueryOf(StatementQuery)
  @ApiAnswer('A page of movements', STATEMENT_SCHEMA)
  async statement(
    @Param('customerId', CustomerIdPipe) id: string,
    @Query() query: StatementQuery,
  ): Promise<StatementAnswer> {
    const moment = parseMoment(query);
    const at = instantOf(moment);
    const { cursor, direction = 'forwards', program } = query;
    const page = {
      limit: pageSizeOf(query),
      direction,
      ...(cursor === undefined ? {} : { after: decodeCursor(cursor, ['at', 'position', 'place']) }),
    };
    const { entries, next } = await this.queries.execute(new GetLoyaltyStatement(id, moment, at, page, program));
    return { customerId: id, at, movements: entries, next: next && encodeCursor({ ...next }) };
  }

  @Get('expiries')
  @ApiOperation({ operationId: 'listLoyaltyExpiries', summary: 'What expires when, if no points are used' })
  @ApiParam(CUSTOMER_PARAM)
  @ApiQueryOf(LoyaltyQuery)
  @ApiAnswer('Points by the instant at which they end', EXPIRIES_SCHEMA)
  async expiries(
    @Param('customerId', CustomerIdPipe) id: string,
    @Query() query: LoyaltyQuery,
  ): Promise<ExpiriesAnswer> {
    const moment = parseMoment(query);
    const at = instantOf(moment);
    const expiries = await this.queries.execute(new GetLoyaltyExpiries(id, moment, at, query.program));
    return { customerId: id, at, expiries };
  }

  @Get('explanation')
  @ApiOperation({
    operationId: 'explainLoyalty',
    summary: 'Why the balance is what it is: every lot, what earned it by which rule, and what was taken from it',
  })
  @ApiParam(CUSTOMER_PARAM)
  @ApiQueryOf(LoyaltyPageQuery)
  @ApiAnswer('The balance taken apart; the lots in pages', EXPLANATION_SCHEMA)
  async explanation(
    @Param('customerId', CustomerIdPipe) id: string,
    @Query() query: LoyaltyPageQuery,
  ): Promise<ExplanationAnswer> {
    const moment = parseMoment(query);
    const at = instantOf(moment);
    const { cursor, program } = query;
    const page = {
      limit: pageSizeOf(query),
      ...(cursor === undefined ? {} : { after: decodeCursor(cursor, ['position', 'place']) }),
    };
    const answer = await this.queries.execute(new GetLoyaltyExplanation(id, moment, at, page, program));
    return { customerId: id, at, ...answer, next: answer.next && encodeCursor({ ...answer.next }) };
  }

  @Get('cards')
  @ApiOperation({ operationId: 'listLoyaltyCards', summary: 'The customer’s cards' })
  @ApiParam(CUSTOMER_PARAM)
  @ApiQueryOf(MomentQuery)
  @ApiAnswer('His cards', CARDS_SCHEMA)
  async cards(@Param('customerId', CustomerIdPipe) id: string, @Query() query: MomentQuery): Promise<CardsAnswer> {
    return { customerId: id, cards: await this.queries.execute(new ListCards(id, parseMoment(query))) };
  }
}
