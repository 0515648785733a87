import { Map } from 'immutable';
import { type DatedFact, decider, refuse } from '#kernel';
import type { PaymentReceived, PaymentRefunded } from '../events/index.js';

/** What of a payment has not been given back, in minor units of its currency. */
interface Left {
  currency: string;
  amount: number;
}

/** Payments of one customer by the source's id. */
type Payments = Map<string, Left>;

/** A payment is received once; what is refunded belongs to a known one and is not more than is left of it. */
export const payments = decider<Payments>({
  decides: ['PaymentReceived', 'PaymentRefunded'],
  initialState: () => Map(),

  evolve(state, { type, data }) {
    if (type === 'PaymentReceived') {
      const { paymentId, amount } = data as PaymentReceived;
      return state.set(paymentId, { ...amount });
    }
    if (type === 'PaymentRefunded') {
      const { paymentId, amount } = data as PaymentRefunded;
      return state.update(paymentId, { currency: amount.currency, amount: 0 }, (left) => ({
        ...left,
        amount: left.amount - amount.amount,
      }));
    }
    return state;
  },

  decide(fact, state) {
    if (fact.type === 'PaymentReceived') return received(fact, state);
    const { paymentId, amount } = fact.data as PaymentRefunded;
    const left = state.get(paymentId);
    if (!left) refuse('known-payment', 'paymentId', `the customer made no payment ${paymentId}`);
    if (left.currency !== amount.currency) {
      refuse('same-currency', 'amount.currency', `the payment was made in ${left.currency}`);
    }
    if (amount.amount > left.amount) {
      refuse('not-more-than-left', 'amount.amount', `at most ${left.amount} of ${left.currency} are left to refund`);
    }
    return [fact];
  },
});

function received(fact: DatedFact, state: Payments): DatedFact[] {
  const { paymentId } = fact.data as PaymentReceived;
  if (state.has(paymentId)) refuse('received-once', 'paymentId', `payment ${paymentId} was recorded before`);
  return [fact];
}
