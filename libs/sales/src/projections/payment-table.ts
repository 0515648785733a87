import { customerOfStream, projectedTable, type RecordedEvent, toUtc } from '#kernel';
import type { PaymentReceived, PaymentRefunded } from '../events/index.js';

/** What was given back of a payment, and when. */
export interface Refund {
  amount: number;
  at: string;
  eventId: string;
}

/** One payment of a customer. Money in minor units. */
export interface PaymentRow {
  /** `<customer>:<paymentId>` */
  payment_key: string;
  first_position: number;
  customer_id: string;
  payment_id: string;
  amount: number;
  currency: string;
  method: string | null;
  document_id: string | null;
  purchase_id: string | null;
  opportunity_id: string | null;
  /** null while only a refund is known. */
  received_at: string | null;
  due_at: string | null;
  /** Oldest recorded first. */
  refunds: Refund[];
  /** Sum of the refunds. */
  refunded: number;
  event_id: string;
  source: string;
}

export const paymentTable = projectedTable<PaymentRow>({
  name: 'payment',
  columns: {
    payment_key: 'text',
    first_position: 'bigint',
    customer_id: 'uuid',
    payment_id: 'text',
    amount: 'bigint',
    currency: 'text',
    method: 'text',
    document_id: 'text',
    purchase_id: 'text',
    opportunity_id: 'text',
    received_at: 'timestamptz',
    due_at: 'timestamptz',
    refunds: 'jsonb',
    refunded: 'bigint',
    event_id: 'uuid',
    source: 'text',
  },
  key: 'payment_key',
  indexes: ['(first_position)', '(customer_id)'],

  keysOf(event) {
    const customerId = customerOfStream(event.stream);
    if (customerId === undefined || !['PaymentReceived', 'PaymentRefunded'].includes(event.type)) return [];
    return [`${customerId}:${(event.data as PaymentReceived).paymentId}`];
  },

  evolve(row, event, key) {
    const before = row ?? emptyPayment(key, event);
    return event.type === 'PaymentReceived' ? withPayment(before, event) : withRefund(before, event);
  },
});

function withPayment(row: PaymentRow, { id, data, metadata }: RecordedEvent): PaymentRow {
  const paid = data as PaymentReceived;
  return {
    ...row,
    amount: paid.amount.amount,
    currency: paid.amount.currency,
    method: paid.method ?? null,
    document_id: paid.documentId ?? null,
    purchase_id: paid.purchaseId ?? null,
    opportunity_id: paid.opportunityId ?? null,
    received_at: metadata.occurredAt,
    due_at: paid.dueAt === undefined ? null : toUtc(paid.dueAt),
    event_id: id,
  };
}

function withRefund(row: PaymentRow, { id, data, metadata }: RecordedEvent): PaymentRow {
  const { amount } = (data as PaymentRefunded).amount;
  return {
    ...row,
    refunds: [...row.refunds, { amount, at: metadata.occurredAt, eventId: id }],
    refunded: row.refunded + amount,
  };
}

function emptyPayment(key: string, { id, stream, position, data, metadata }: RecordedEvent): PaymentRow {
  const { paymentId, amount } = data as PaymentRefunded;
  return {
    payment_key: key,
    first_position: Number(position),
    customer_id: customerOfStream(stream)!,
    payment_id: paymentId,
    amount: 0,
    currency: amount.currency,
    method: null,
    document_id: null,
    purchase_id: null,
    opportunity_id: null,
    received_at: null,
    due_at: null,
    refunds: [],
    refunded: 0,
    event_id: id,
    source: metadata.source,
  };
}
