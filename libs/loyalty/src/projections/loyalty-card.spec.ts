import { describe, expect, it } from '@jest/globals';
import { fold } from '../../../../test/support/fold.js';
import { CUSTOMER, recorded } from '../../../../test/support/recorded.js';
import { CardBlocked, CardIssued, CardReplaced } from '../events/index.js';
import { loyaltyCardTable } from './loyalty-card.js';

const issued = recorded(CardIssued, { cardId: 'C-1', kind: 'plastic' }, { position: 1 });
const blocked = recorded(CardBlocked, { cardId: 'C-1', reason: 'lost' }, { position: 2 });
const replaced = recorded(CardReplaced, { cardId: 'C-1', newCardId: 'C-2' }, { position: 3 });
const stateOf = (events: Parameters<typeof fold>[1], card: string) =>
  fold(loyaltyCardTable, events).get(`${CUSTOMER}:${card}`);

describe('the cards', () => {
  it('are active, then blocked, then replaced by another one', () => {
    expect(stateOf([issued], 'C-1')).toMatchObject({ state: 'active', kind: 'plastic' });
    expect(stateOf([issued, blocked], 'C-1')).toMatchObject({ state: 'blocked', reason: 'lost' });
    const both = [issued, blocked, replaced];
    expect(stateOf(both, 'C-1')).toMatchObject({ state: 'replaced', replaced_by: 'C-2', reason: 'lost' });
    expect(stateOf(both, 'C-2')).toMatchObject({ state: 'active', replaces: 'C-1' });
  });

  it('end in the same state in whatever order one hears of it', () => {
    const orders = [
      [issued, blocked, replaced],
      [replaced, blocked, issued],
      [blocked, replaced, issued],
    ];
    const rows = orders.map((events) => fold(loyaltyCardTable, events));
    expect(rows[1]).toEqual(rows[0]);
    expect(rows[2]).toEqual(rows[0]);
  });
});
