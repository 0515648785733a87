import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Moment, ReadModels } from '#projections/read-models';
import { type DocumentRow, documentTable } from '../projections/document-table.js';
import { type PaymentRow, paymentTable } from '../projections/payment-table.js';
import { type PaymentControl, paymentControlAt } from '../rules/payment-control.js';

/** One payment up to an instant. Money in minor units. */
export interface PaymentView {
  paymentId: string;
  eventId: string;
  receivedAt: string;
  dueAt: string | null;
  amount: number;
  currency: string;
  refunded: number;
  method: string | null;
  documentId: string | null;
  purchaseId: string | null;
  opportunityId: string | null;
}

export type PaymentsView = PaymentControl & {
  /** In the order in which they came in. */
  payments: PaymentView[];
};

/** What a customer is to pay, has paid and is late with at an instant, by what counts at a moment. */
export class GetPayments extends Query<PaymentsView> {
  constructor(
    readonly customerId: string,
    readonly moment: Moment,
    /** RFC 3339 in UTC: decides what is due and what is overdue. */
    readonly instant: string,
  ) {
    super();
  }
}

@QueryHandler(GetPayments)
export class GetPaymentsHandler implements IQueryHandler<GetPayments> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ customerId, moment, instant }: GetPayments): Promise<PaymentsView> {
    const [documents, payments] = await Promise.all([
      this.readModels.customerRows<DocumentRow>(documentTable, customerId, moment),
      this.readModels.customerRows<PaymentRow>(paymentTable, customerId, moment),
    ]);
    return {
      ...paymentControlAt(documents, payments, instant),
      payments: payments.flatMap((row) => paymentViewOf(row, instant)).sort(byArrival),
    };
  }
}

function paymentViewOf(row: PaymentRow, instant: string): PaymentView[] {
  if (row.received_at === null || row.received_at > instant) return [];
  return [
    {
      paymentId: row.payment_id,
      eventId: row.event_id,
      receivedAt: row.received_at,
      dueAt: row.due_at,
      amount: row.amount,
      currency: row.currency,
      refunded: row.refunds.reduce((sum, { amount, at }) => (at <= instant ? sum + amount : sum), 0),
      method: row.method,
      documentId: row.document_id,
      purchaseId: row.purchase_id,
      opportunityId: row.opportunity_id,
    },
  ];
}

function byArrival(a: PaymentView, b: PaymentView): number {
  return a.receivedAt === b.receivedAt ? (a.paymentId < b.paymentId ? -1 : 1) : a.receivedAt < b.receivedAt ? -1 : 1;
}
