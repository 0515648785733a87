import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../../../../test/support/fold.js';
import { recorded } from '../../../../test/support/recorded.js';
import { DocumentCancelled, DocumentIssued, PaymentReceived, PaymentRefunded } from '../events/index.js';
import { type DocumentRow, documentTable } from '../projections/document-table.js';
import { type PaymentRow, paymentTable } from '../projections/payment-table.js';
import { type PaymentControl, paymentControlAt } from './payment-control.js';

const at = (day: number): string => new Date(Date.UTC(2024, 0, day)).toISOString();
const usd = (amount: number) => ({ amount, currency: 'USD' });
let position = 0;
const say = <Body extends object>(type: new () => Body, day: number, data: Body) =>
  recorded(type, data, { position: ++position, occurredAt: at(day) });
const invoice = (documentId: string, amount: number, dueDay: number, more: object = {}, day = 1) =>
  say(DocumentIssued, day, {
    documentId,
    documentType: 'invoice',
    number: documentId,
    sha256: '0'.repeat(64),
    amount: usd(amount),
    dueAt: at(dueDay),
    ...more,
  });
const payment = (paymentId: string, amount: number, day: number, more: object = {}) =>
  say(PaymentReceived, day, { paymentId, amount: usd(amount), ...more });
const refund = (paymentId: string, amount: number, day: number) =>
  say(PaymentRefunded, day, { paymentId, amount: usd(amount) });

const control = (events: ReturnType<typeof say>[], day: number): PaymentControl =>
  paymentControlAt(
    [...fold(documentTable, events).values()] as unknown as DocumentRow[],
    [...fold(paymentTable, events).values()] as unknown as PaymentRow[],
    at(day),
  );
const states = ({ claims }: PaymentControl): (string | number)[][] =>
  claims.map(({ documentId, paid, outstanding, state }) => [documentId, paid, outstanding, state]);

describe('control of payments', () => {
  it('says what is due, and overdue after its day', () => {
    const events = [invoice('I', 500, 10)];
    expect(states(control(events, 0))).toEqual([]);
    expect(states(control(events, 10))).toEqual([['I', 0, 500, 'due']]);
    expect(states(control(events, 11))).toEqual([['I', 0, 500, 'overdue']]);
  });

  it('counts a payment from its day on, and a refund from its own', () => {
    const events = [invoice('I', 500, 10), payment('Z', 500, 9, { documentId: 'I' }), refund('Z', 200, 12)];
    expect(states(control(events, 8))).toEqual([['I', 0, 500, 'due']]);
    expect(states(control(events, 11))).toEqual([['I', 500, 0, 'paid']]);
    expect(states(control(events, 13))).toEqual([['I', 300, 200, 'overdue']]);
  });

  it('lets a payment pay what it names: the document, else the purchase, else the opportunity', () => {
    const events = [
      invoice('I-2', 300, 20, { purchaseId: 'P', opportunityId: 'O' }),
      invoice('I-1', 200, 10, { purchaseId: 'P' }),
      invoice('I-3', 100, 5, { opportunityId: 'O' }),
      payment('Z-3', 50, 2, { opportunityId: 'O' }),
      payment('Z-1', 250, 3, { purchaseId: 'P' }),
      payment('Z-2', 260, 4, { documentId: 'I-2' }),
    ];
    expect(states(control(events, 6))).toEqual([
      ['I-3', 50, 50, 'overdue'],
      ['I-1', 200, 0, 'paid'],
      ['I-2', 300, 0, 'paid'],
    ]);
    expect(control(events, 6).sums).toMatchObject([{ received: 560, paid: 550, unallocated: 10, overdue: 50 }]);
  });

  it('leaves aside what names nothing, another currency, and cancelled or unpriced documents', () => {
    const euros = say(PaymentReceived, 2, {
      paymentId: 'E',
      amount: { amount: 500, currency: 'EUR' },
      documentId: 'I',
    });
    const events = [invoice('I', 500, 10), payment('Z', 70, 2), euros];
    expect(states(control(events, 3))).toEqual([['I', 0, 500, 'due']]);
    expect(control(events, 3).sums).toMatchObject([
      { currency: 'EUR', claimed: 0, unallocated: 500 },
      { currency: 'USD', claimed: 500, due: 500, unallocated: 70 },
    ]);
    const paper = say(DocumentIssued, 1, {
      documentId: 'K',
      documentType: 'contract',
      number: 'K',
      sha256: '0'.repeat(64),
    });
    const cancelled = say(DocumentCancelled, 5, { documentId: 'I' });
    expect(states(control([...events, paper, cancelled], 4))).toEqual([['I', 0, 500, 'due']]);
    expect(states(control([...events, paper, cancelled], 5))).toEqual([]);
  });

  it('balances at every instant, whatever was billed and paid', () => {
    const day = fc.integer({ min: 1, max: 30 });
    const amount = fc.integer({ min: 0, max: 1_000 });
    const named = fc.record(
      {
        documentId: fc.constantFrom('0', '1', '9'),
        purchaseId: fc.constantFrom('P', 'Q'),
        opportunityId: fc.constant('O'),
      },
      { requiredKeys: [] },
    );
    const bills = fc.array(fc.tuple(amount, day, day, named), { maxLength: 5 });
    const receipts = fc.array(fc.tuple(amount, day, fc.nat(100), day, named), { maxLength: 6 });
    fc.assert(
      fc.property(bills, receipts, day, (billed, paid, when) => {
        const events = [
          ...billed.map(([sum, due, on, { purchaseId, opportunityId }], index) =>
            invoice(
              String(index),
              sum,
              due,
              { ...(purchaseId && { purchaseId }), ...(opportunityId && { opportunityId }) },
              on,
            ),
          ),
          ...paid.flatMap(([sum, on, share, backOn, more], index) => [
            payment(`Z${index}`, sum, on, more),
            refund(`Z${index}`, Math.floor((sum * share) / 100), backOn),
          ]),
        ];
        const { claims, sums } = control(events, when);
        for (const each of sums) {
          expect(each.claimed).toBe(each.paid + each.due + each.overdue);
          expect(each.received - each.refunded).toBe(each.paid + each.unallocated);
        }
        for (const claim of claims) expect(claim.paid + claim.outstanding).toBe(claim.amount);
        expect(claims.every(({ paid: settled, outstanding }) => settled >= 0 && outstanding >= 0)).toBe(true);
      }),
    );
  });
});
