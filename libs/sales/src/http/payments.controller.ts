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
import { GetPayments, type PaymentsView, type PaymentView } from '../queries/get-payments.query.js';
import type { Claim, PaymentSums } from '../rules/payment-control.js';

type PaymentsAnswer = PaymentsView & { customerId: string; at: string };

const KNOWN_TEXT = orNull(TEXT);

const PAYMENTS_SCHEMA = objectOf<PaymentsAnswer>({
  customerId: ID,
  at: INSTANT,
  sums: listOf(
    objectOf<PaymentSums>({
      currency: TEXT,
      claimed: COUNT,
      paid: COUNT,
      due: COUNT,
      overdue: COUNT,
      received: COUNT,
      refunded: COUNT,
      unallocated: COUNT,
    }),
  ),
  claims: listOf(
    objectOf<Claim>({
      documentId: TEXT,
      documentType: KNOWN_TEXT,
      number: KNOWN_TEXT,
      purchaseId: KNOWN_TEXT,
      opportunityId: KNOWN_TEXT,
      amount: COUNT,
      currency: TEXT,
      dueAt: INSTANT,
      paid: COUNT,
      outstanding: COUNT,
      state: { type: 'string', enum: ['paid', 'due', 'overdue'] satisfies Claim['state'][] },
    }),
  ),
  payments: listOf(
    objectOf<PaymentView>({
      paymentId: TEXT,
      eventId: ID,
      receivedAt: INSTANT,
      dueAt: orNull(INSTANT),
      amount: COUNT,
      currency: TEXT,
      refunded: COUNT,
      method: KNOWN_TEXT,
      documentId: KNOWN_TEXT,
      purchaseId: KNOWN_TEXT,
      opportunityId: KNOWN_TEXT,
    }),
  ),
});

@ApiTags('sales')
@Controller('v1/customers/:customerId/payments')
export class PaymentsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ operationId: 'getPayments', summary: 'What a customer is to pay, has paid, and is late with' })
  @ApiParam({ name: 'customerId', schema: { type: 'string', format: 'uuid' } })
  @ApiQueryOf(MomentQuery)
  @ApiAnswer('Claims and payments at that instant, with sums by currency', PAYMENTS_SCHEMA)
  async read(
    @Param('customerId', CustomerIdPipe) customerId: string,
    @Query() query: MomentQuery,
  ): Promise<PaymentsAnswer> {
    const moment = parseMoment(query);
    const at = instantOf(moment);
    return { customerId, at, ...(await this.queries.execute(new GetPayments(customerId, moment, at))) };
  }
}
