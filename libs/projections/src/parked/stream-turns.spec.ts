import { describe, expect, it } from '@jest/globals';
import { streamTurns } from './stream-turns.js';

const stream = (name: string, events: number) => ({ stream: name, events });

describe('the turns in which streams are mended', () => {
  it('take as many streams as have 2,000 events together, and one that has more by itself', () => {
    expect(
      streamTurns([stream('a', 1_500), stream('b', 500), stream('c', 1), stream('d', 5_000), stream('e', 1)]),
    ).toEqual([['a', 'b'], ['c'], ['d'], ['e']]);
  });

  it('are none where there is no stream', () => {
    expect(streamTurns([])).toEqual([]);
  });
});
