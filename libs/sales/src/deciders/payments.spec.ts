import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DatedFact, RuleViolated } from '#kernel';
import { PaymentReceived, PaymentRefunded } from '../events/index.js';
import { fact, given } from '../../../../test/support/given.js';
import { payments } from './payments.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const paid = fact(PaymentReceived, { paymentId: 'Z-1', amount: usd(5_000), method: 'card' });
const back = (amount: number, paymentId = 'Z-1') => fact(PaymentRefunded, { paymentId, amount: usd(amount) });

describe('payments', () => {
  it('are received, and given back in part and then wholly', () => {
    given(payments, []).when(paid).then([paid]);
    given(payments, [paid]).when(back(2_000)).thenRecorded();
    given(payments, [paid, back(2_000)])
      .when(back(3_000))
      .thenRecorded();
  });

  it('are received once, even after they were given back', () => {
    const again = fact(PaymentReceived, { paymentId: 'Z-1', amount: usd(1) });
    given(payments, [paid]).when(again).thenRefused('received-once', 'paymentId');
    given(payments, [paid, back(5_000)])
      .when(again)
      .thenRefused('received-once', 'paymentId');
  });

  it('are given back only when they are known', () => {
    given(payments, []).when(back(1)).thenRefused('known-payment', 'paymentId');
    given(payments, [paid]).when(back(1, 'Z-2')).thenRefused('known-payment', 'paymentId');
  });

  it('are given back in their own currency', () => {
    const euros = fact(PaymentRefunded, { paymentId: 'Z-1', amount: { amount: 1, currency: 'EUR' } });
    given(payments, [paid]).when(euros).thenRefused('same-currency', 'amount.currency');
  });

  it('are never given back beyond what is left', () => {
    given(payments, [paid]).when(back(5_001)).thenRefused('not-more-than-left', 'amount.amount');
    given(payments, [paid, back(4_999)])
      .when(back(2))
      .thenRefused('not-more-than-left', 'amount.amount');
  });

  it('never lose money, whatever is asked', () => {
    const asked = fc.array(fc.tuple(fc.constantFrom('A', 'B'), fc.boolean(), fc.integer({ min: 0, max: 20 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(asked, (requests) => {
        const accepted: DatedFact[] = [];
        let state = payments.initialState();
        requests.forEach(([paymentId, refund, amount], index) => {
          const body = { paymentId, amount: usd(amount) };
          const offered = fact(refund ? PaymentRefunded : PaymentReceived, body, { id: String(index) });
          try {
            payments.decide(offered, state, undefined);
          } catch (error) {
            if (error instanceof RuleViolated) return;
            throw error;
          }
          accepted.push(offered);
          state = payments.evolve(state, offered);
        });
        for (const paymentId of ['A', 'B']) {
          const sums = { PaymentReceived: 0, PaymentRefunded: 0 } as Record<string, number>;
          let times = 0;
          for (const { type, data } of accepted) {
            const body = data as PaymentReceived;
            if (body.paymentId !== paymentId) continue;
            sums[type]! += body.amount.amount;
            if (type === 'PaymentReceived') times += 1;
          }
          expect(times).toBeLessThanOrEqual(1);
          expect(sums.PaymentRefunded).toBeLessThanOrEqual(sums.PaymentReceived!);
        }
      }),
    );
  });
});
