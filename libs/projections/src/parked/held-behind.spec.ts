import { describe, expect, it } from '@jest/globals';
import { heldBehind } from './held-behind.js';

const event = (stream: string, keys: string, wholeStream = false) => ({
  stream,
  keys: [...keys].map((key) => ({ table: 't', key })),
  wholeStream,
});

describe('what waits for a left-out event', () => {
  it('is what touches its rows, or rows of what waits', () => {
    const [direct, indirect] = [event('1', 'ab'), event('2', 'bc')];
    expect(heldBehind(event('1', 'a'), [event('1', 'c'), direct, indirect, event('3', 'd')])).toEqual([
      direct,
      indirect,
    ]);
  });

  it('is all of its stream where its rows are not known', () => {
    const [own, behindOwn] = [event('1', 'x'), event('2', 'x')];
    expect(heldBehind(event('1', '', true), [event('2', 'y'), own, behindOwn])).toEqual([own, behindOwn]);
  });
});
