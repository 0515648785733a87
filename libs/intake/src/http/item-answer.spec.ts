import { describe, expect, it } from '@jest/globals';
import { NotFound, Unavailable } from '#kernel';
import { itemAnswer } from './item-answer.js';

describe('the answer to an item', () => {
  it('tells what is wrong with it', () => {
    const outcome = { status: 'rejected' as const, reason: new NotFound('customer', '1') };
    expect(itemAnswer(outcome)).toMatchObject({ status: 'rejected', code: 'not-found' });
  });

  it.each([new Unavailable('the event log cannot be reached'), new Error('a mistake of the program')])(
    'is none for what is not its own fault: %s',
    (reason) => {
      expect(() => itemAnswer({ status: 'rejected', reason })).toThrow(reason);
    },
  );
});
