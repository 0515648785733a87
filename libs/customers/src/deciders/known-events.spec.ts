import { describe, expect, it } from '@jest/globals';
import { fact, given } from '../../../../test/support/given.js';
import { CommentAdded, FactRecorded, NoteAdded } from '../events/index.js';
import { knownEvents } from './known-events.js';

const noted = fact(NoteAdded, { text: 'wears 44 now' });
const elsewhere = '22222222-2222-5222-8222-222222222222';

describe('what names an event', () => {
  it('is taken when the customer’s history has it, whatever kind of event it is', () => {
    given(knownEvents, [noted])
      .when(fact(CommentAdded, { onEvent: noted.id, text: 'ask again' }))
      .thenRecorded();
    const comment = fact(CommentAdded, { onEvent: noted.id, text: 'ask again' });
    given(knownEvents, [noted, comment])
      .when(fact(CommentAdded, { onEvent: comment.id, text: 'done' }))
      .thenRecorded();
    given(knownEvents, [noted])
      .when(fact(FactRecorded, { kind: 'size', value: '44', extractedFrom: noted.id }))
      .thenRecorded();
  });

  it('is refused when it is no event of this customer', () => {
    given(knownEvents, [noted])
      .when(fact(CommentAdded, { onEvent: elsewhere, text: 'x' }))
      .thenRefused('known-event', 'onEvent');
    given(knownEvents, [noted])
      .when(fact(FactRecorded, { kind: 'size', value: '44', extractedFrom: elsewhere }))
      .thenRefused('known-event', 'extractedFrom');
  });

  it('needs no history when it names none', () => {
    expect(knownEvents.when?.(fact(FactRecorded, { kind: 'size', value: '44' }))).toBe(false);
    expect(knownEvents.when?.(fact(CommentAdded, { onEvent: noted.id, text: 'x' }))).toBe(true);
  });
});
