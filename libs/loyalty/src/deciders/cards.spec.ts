import { describe, it } from '@jest/globals';
import { fact, given } from '../../../../test/support/given.js';
import { CardBlocked, CardIssued, CardReplaced } from '../events/cards.js';
import { cards } from './cards.js';

const issued = (cardId: string) => fact(CardIssued, { cardId });
const blocked = (cardId: string) => fact(CardBlocked, { cardId, reason: 'lost' });
const replaced = (cardId: string, newCardId: string) => fact(CardReplaced, { cardId, newCardId });

describe('cards', () => {
  it('are issued once', () => {
    given(cards, []).when(issued('1')).thenRecorded();
    given(cards, [issued('1')])
      .when(issued('1'))
      .thenRefused('issued-once', 'cardId');
    given(cards, [issued('1'), replaced('1', '2')])
      .when(issued('2'))
      .thenRefused('issued-once', 'cardId');
  });

  it('are blocked once, also those that are older than the ledger', () => {
    given(cards, []).when(blocked('1')).thenRecorded();
    given(cards, [issued('1')])
      .when(blocked('1'))
      .thenRecorded();
    given(cards, [blocked('1')])
      .when(blocked('1'))
      .thenRefused('blocked-once', 'cardId');
    given(cards, [issued('1'), replaced('1', '2')])
      .when(blocked('1'))
      .thenRefused('card-in-use', 'cardId');
  });

  it('are replaced once, by one that was not there before', () => {
    given(cards, [issued('1')])
      .when(replaced('1', '2'))
      .thenRecorded();
    given(cards, [issued('1'), blocked('1')])
      .when(replaced('1', '2'))
      .thenRecorded();
    given(cards, []).when(replaced('1', '2')).thenRefused('known-card', 'cardId');
    given(cards, [issued('1'), replaced('1', '2')])
      .when(replaced('1', '3'))
      .thenRefused('card-in-use', 'cardId');
    given(cards, [issued('1'), replaced('1', '2')])
      .when(replaced('2', '1'))
      .thenRefused('issued-once', 'newCardId');
    given(cards, [issued('1')])
      .when(replaced('1', '1'))
      .thenRefused('issued-once', 'newCardId');
  });
});
