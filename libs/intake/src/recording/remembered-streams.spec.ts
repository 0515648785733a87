import { describe, expect, it } from '@jest/globals';
import { type DatedFact, eventIdOf } from '#kernel';
import type { Evolve } from './decisions.js';
import { RememberedStreams } from './remembered-streams.js';

const sum: Evolve = (state, { data }) => (state as number) + (data as { amount: number }).amount;
const other: Evolve = (state) => state;
const idOf = (name: string): string => eventIdOf('urn:spec', name);
const fact = (name: string, amount: number): DatedFact => ({
  ...{ id: idOf(name), type: 'Counted', data: { amount }, occurredAt: '2026-01-01T00:00:00.000Z' },
});
const appended = (revision: number) => ({ revision, position: 9n, duplicate: false });

describe('remembered streams', () => {
  const snapshot = (revision: number, state: number) => ({ revision, states: new Map([[sum, state]]) });
  const filled = (maxEvents = 100): RememberedStreams => {
    const streams = new RememberedStreams(maxEvents);
    streams.remember('a', snapshot(1, 5), [idOf('a0'), idOf('a1')], false);
    return streams;
  };

  it('are recalled for what they know, unless an event may be among theirs', () => {
    const streams = filled();
    expect(streams.recall('a', [sum], [idOf('new')])).toMatchObject(snapshot(1, 5));
    expect(streams.recall('a', [sum], [idOf('new'), idOf('a1')])).toBeUndefined();
    expect(streams.recall('a', [sum, other], [])).toBeUndefined();
    expect(streams.recall('b', [sum], [])).toBeUndefined();
  });

  it('go on with what was decided on them', () => {
    const streams = filled();
    streams.remember('a', snapshot(2, 9), [idOf('a2')], true);
    expect(streams.recall('a', [sum], [])).toMatchObject(snapshot(2, 9));
    for (const known of ['a0', 'a1', 'a2']) expect(streams.recall('a', [sum], [idOf(known)])).toBeUndefined();
  });

  it('go on with facts appended right behind them, and are forgotten when something came between', () => {
    const streams = filled();
    streams.follow('a', appended(3), [fact('a2', 1), fact('a3', 2)]);
    expect(streams.recall('a', [sum], [])).toMatchObject(snapshot(3, 8));
    expect(streams.recall('a', [sum], [idOf('a3')])).toBeUndefined();
    streams.follow('a', appended(5), [fact('a5', 1)]);
    expect(streams.recall('a', [sum], [])).toBeUndefined();
    streams.follow('a', appended(6), [fact('a6', 1)]);
    expect(streams.recall('a', [sum], [])).toBeUndefined();
  });

  it('make room for new ones, those first that were not asked about for longest', () => {
    const streams = filled(4);
    streams.remember('b', snapshot(0, 1), [idOf('b0')], false);
    streams.recall('a', [sum], []);
    streams.remember('c', snapshot(1, 1), [idOf('c0'), idOf('c1')], false);
    expect(['a', 'b', 'c'].map((stream) => streams.recall(stream, [sum], []) !== undefined)).toEqual([
      true,
      false,
      true,
    ]);
    streams.remember('d', snapshot(8, 1), ['d0', 'd1', 'd2', 'd3', 'd4'].map(idOf), false);
    expect(['a', 'b', 'c', 'd'].map((stream) => streams.recall(stream, [sum], []) !== undefined)).toEqual([
      ...[false, false, false, false],
    ]);
  });

  it('that were forgotten meanwhile are not begun anew in the middle', () => {
    const streams = filled();
    streams.forget('a');
    streams.remember('a', snapshot(2, 9), [idOf('a2')], true);
    expect(streams.recall('a', [sum], [])).toBeUndefined();
  });
});
