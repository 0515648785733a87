import { describe, expect, it } from '@jest/globals';
import { fold, storedAndLoaded } from '../../../../test/support/fold.js';
import { CUSTOMER, recorded } from '../../../../test/support/recorded.js';
import { DocumentCancelled, DocumentIssued, PaymentReceived, PaymentRefunded } from '../events/index.js';
import { documentTable } from './document-table.js';
import { paymentTable } from './payment-table.js';

const at = (day: number): string => `2024-01-${String(day).padStart(2, '0')}T00:00:00.000Z`;
const usd = (amount: number) => ({ amount, currency: 'USD' });
const issued = recorded(
  DocumentIssued,
  {
    documentId: 'I-1',
    documentType: 'invoice',
    number: '17',
    sha256: 'ab'.repeat(32),
    amount: usd(500),
    dueAt: '2024-01-31T00:00:00+02:00',
    purchaseId: 'P',
  },
  { position: 1, occurredAt: at(1) },
);
const cancelled = recorded(DocumentCancelled, { documentId: 'I-1' }, { position: 2, occurredAt: at(5) });
const paid = recorded(
  PaymentReceived,
  { paymentId: 'Z-1', amount: usd(500), documentId: 'I-1', method: 'card' },
  { position: 3, occurredAt: at(10) },
);
const refund = (position: number, amount: number, day: number) =>
  recorded(PaymentRefunded, { paymentId: 'Z-1', amount: usd(amount) }, { position, occurredAt: at(day) });

describe('documents', () => {
  it('are one row each, with what is to be paid by when, in UTC', () => {
    expect(fold(documentTable, [issued]).get(`${CUSTOMER}:I-1`)).toMatchObject({
      document_type: 'invoice',
      number: '17',
      amount: 500,
      currency: 'USD',
      issued_at: at(1),
      due_at: '2024-01-30T22:00:00.000Z',
      cancelled_at: null,
      purchase_id: 'P',
      event_id: issued.id,
    });
  });

  it('are the same whether their cancellation is read before or after them', () => {
    const inOrder = fold(documentTable, [issued, cancelled]).get(`${CUSTOMER}:I-1`);
    const { first_position: _, ...backwards } = fold(documentTable, [cancelled, issued]).get(`${CUSTOMER}:I-1`)!;
    expect(inOrder).toMatchObject({ ...backwards, cancelled_at: at(5) });
  });
});

describe('payments', () => {
  it('are one row each, with every refund and its time', () => {
    const stored = storedAndLoaded(fold(paymentTable, [paid, refund(4, 100, 12)]));
    expect(fold(paymentTable, [refund(5, 50, 11)], stored).get(`${CUSTOMER}:Z-1`)).toMatchObject({
      amount: 500,
      received_at: at(10),
      refunded: 150,
      refunds: [
        { amount: 100, at: at(12) },
        { amount: 50, at: at(11) },
      ],
      method: 'card',
      document_id: 'I-1',
    });
  });

  it('are not there yet while only a refund is known', () => {
    const row = fold(paymentTable, [refund(4, 100, 12)]).get(`${CUSTOMER}:Z-1`);
    expect(row).toMatchObject({ received_at: null, amount: 0, refunded: 100 });
  });
});
