import { Map } from 'immutable';
import { decider, refuse } from '#kernel';
import type { CardBlocked, CardIssued, CardReplaced } from '../events/cards.js';

/** Cards of one customer by their number; what was never issued here may still be blocked: it can be older than the ledger. */
type Cards = Map<string, 'in use' | 'blocked' | 'replaced'>;

/** A card is issued once, blocked once, and replaced once, by a card that was not there before. */
export const cards = decider<Cards>({
  decides: ['CardIssued', 'CardBlocked', 'CardReplaced'],
  initialState: () => Map(),

  evolve(state, { type, data }) {
    if (type === 'CardIssued') return state.set((data as CardIssued).cardId, 'in use');
    if (type === 'CardBlocked') return state.set((data as CardBlocked).cardId, 'blocked');
    if (type !== 'CardReplaced') return state;
    const { cardId, newCardId } = data as CardReplaced;
    return state.set(cardId, 'replaced').set(newCardId, 'in use');
  },

  decide(fact, state) {
    const { cardId } = fact.data as CardIssued;
    const status = state.get(cardId);
    if (fact.type === 'CardIssued') {
      if (status) refuse('issued-once', 'cardId', 'this card was issued before');
    } else if (fact.type === 'CardBlocked') {
      if (status === 'blocked') refuse('blocked-once', 'cardId', 'this card was blocked before');
      if (status === 'replaced') refuse('card-in-use', 'cardId', 'this card was replaced before');
    } else {
      checkReplacement(fact.data as CardReplaced, state);
    }
    return [fact];
  },
});

function checkReplacement({ cardId, newCardId }: CardReplaced, state: Cards): void {
  const status = state.get(cardId);
  if (!status) refuse('known-card', 'cardId', 'the customer has no such card');
  if (status === 'replaced') refuse('card-in-use', 'cardId', 'this card was replaced before');
  if (newCardId === cardId || state.has(newCardId)) refuse('issued-once', 'newCardId', 'this card was issued before');
}
