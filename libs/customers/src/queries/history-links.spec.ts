import { describe, expect, it } from '@jest/globals';
import { recorded } from '../../../../test/support/recorded.js';
import { CommentAdded, NoteAdded } from '../events/index.js';
import { HistoryLinks } from './history-links.js';

const first = recorded(NoteAdded, { text: 'first' }, { position: 1 });
const second = recorded(NoteAdded, { text: 'second', refersTo: first.id }, { position: 2 });
const third = recorded(NoteAdded, { text: 'third', refersTo: second.id }, { position: 3 });

function linksOf(events: readonly Parameters<HistoryLinks['take']>[0][]): HistoryLinks {
  const links = new HistoryLinks();
  for (const event of events) links.take(event);
  return links;
}

describe('what connects the events of a history', () => {
  it('is the chain of what each refers to, the nearest first, in whichever order they are read', () => {
    for (const order of [
      [first, second, third],
      [third, second, first],
    ]) {
      expect(
        linksOf(order)
          .chainFrom(third)
          .map(({ eventId, type }) => [eventId, type]),
      ).toEqual([
        [second.id, 'NoteAdded'],
        [first.id, 'NoteAdded'],
      ]);
    }
    expect(linksOf([first]).chainFrom(first)).toEqual([]);
  });

  it('ends where the customer’s history does, and where it would begin anew', () => {
    const lost = recorded(NoteAdded, { text: 'x', refersTo: '22222222-2222-5222-8222-222222222222' }, { position: 4 });
    expect(linksOf([lost]).chainFrom(lost)).toEqual([]);
    const ring = recorded(NoteAdded, { text: 'x', refersTo: third.id }, { position: 1 });
    expect(
      linksOf([ring, second, third])
        .chainFrom(third)
        .map(({ eventId }) => eventId),
    ).toEqual([second.id, ring.id]);
  });

  it('are the comments on each, in the order of recording', () => {
    const one = recorded(CommentAdded, { onEvent: first.id, text: 'one' }, { position: 4 });
    const two = recorded(CommentAdded, { onEvent: first.id, text: 'two' }, { position: 5 });
    const links = linksOf([two, first, one]);
    expect(links.commentsOn(first.id).map(({ eventId, text }) => [eventId, text])).toEqual([
      [one.id, 'one'],
      [two.id, 'two'],
    ]);
    expect(links.commentsOn(second.id)).toEqual([]);
  });
});
