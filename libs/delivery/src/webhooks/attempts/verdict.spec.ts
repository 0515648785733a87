import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Attempt } from './attempt.js';
import { retryAfterMs } from './retry-after.js';
import { STANDARD_SCHEDULE, pauseAfter } from './retry-schedule.js';
import { verdictOn } from './verdict.js';

const schedule = { pausesMs: [1_000, 60_000], jitter: 0.5 };
const answered = (status: number, retryAfter?: number): Attempt => ({
  kind: 'answered',
  status,
  answer: 'no',
  ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter }),
});

describe('after an attempt', () => {
  it.each([200, 201, 204, 299])('%d is delivered', (status) => {
    expect(verdictOn(answered(status), 1, schedule, 0)).toEqual({ kind: 'delivered' });
  });

  it.each([100, 199, 301, 302, 307, 400, 404, 429, 500, 503])('%d is tried again', (status) => {
    expect(verdictOn(answered(status), 1, schedule, 0)).toMatchObject({
      kind: 'again',
      inMs: 1_000,
      failure: { status },
    });
  });

  it('no answer is tried again, with the reason', () => {
    const attempt: Attempt = { kind: 'unanswered', reason: 'no answer within 15 s' };
    expect(verdictOn(attempt, 2, schedule, 1)).toEqual({
      kind: 'again',
      failure: { status: null, reason: 'no answer within 15 s', answer: null },
      inMs: 90_000,
      holdMs: 0,
    });
  });

  it('410 means that nothing more is wanted', () => {
    expect(verdictOn(answered(410), 1, schedule, 0)).toMatchObject({ kind: 'gone', failure: { status: 410 } });
  });

  it('the last one makes a dead letter that keeps status, reason and answer', () => {
    expect(verdictOn(answered(302), 3, schedule, 0)).toEqual({
      kind: 'dead',
      failure: { status: 302, reason: 'answered 302, and redirections are not followed', answer: 'no' },
    });
  });

  it('the receiver may ask for a longer pause, not for a shorter one; overloaded, for everything', () => {
    expect(verdictOn(answered(500, 5_000), 1, schedule, 0)).toMatchObject({ inMs: 5_000, holdMs: 0 });
    expect(verdictOn(answered(503, 5_000), 1, schedule, 0)).toMatchObject({ inMs: 5_000, holdMs: 5_000 });
    expect(verdictOn(answered(429, 10), 1, schedule, 0)).toMatchObject({ inMs: 1_000, holdMs: 10 });
  });
});

describe('pauses', () => {
  it('grow, end, and have a bounded chance in them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, random) => {
        const plain = STANDARD_SCHEDULE.pausesMs[attempts - 1]!;
        const pause = pauseAfter(attempts, STANDARD_SCHEDULE, random)!;
        expect(pause).toBeGreaterThanOrEqual(plain);
        expect(pause).toBeLessThanOrEqual(plain * 1.2);
        expect(pauseAfter(attempts + 1, STANDARD_SCHEDULE, random) ?? Infinity).toBeGreaterThan(pause);
      }),
    );
    expect(pauseAfter(10, STANDARD_SCHEDULE, 0)).toBeUndefined();
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-03-01T12:00:00Z');

  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Sun, 01 Mar 2026 12:01:00 GMT', 60_000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['999999999', 86_400_000],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['Monday', undefined],
    [null, undefined],
  ])('%s is %s', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });
});
