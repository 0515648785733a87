import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CallbackPromise, callbackStateAt, deadlineOf, secondsLateAt } from './callback-promise.js';

const at = (minute: number): string => new Date(Date.parse('2026-03-05T09:00:00Z') + minute * 60_000).toISOString();
const promise = (rest: Partial<CallbackPromise>): CallbackPromise => ({
  requestedAt: at(0),
  promisedAt: at(60),
  promisedUntil: null,
  completedAt: null,
  missedAt: null,
  ...rest,
});

describe('a promised call-back', () => {
  it('is due until its time has passed, and late from then on though nobody recorded that', () => {
    expect([0, 59, 60, 61].map((minute) => callbackStateAt(promise({}), at(minute)))).toEqual([
      'due',
      'due',
      'due',
      'late',
    ]);
    expect(callbackStateAt(promise({}), at(-1))).toBeUndefined();
  });

  it('may be kept until the end of its window', () => {
    const window = promise({ promisedUntil: at(90) });
    expect([60, 90, 91].map((minute) => callbackStateAt(window, at(minute)))).toEqual(['due', 'due', 'late']);
  });

  it('is missed from when it was given up, and completed from when it was made', () => {
    const both = promise({ missedAt: at(70), completedAt: at(80) });
    expect([69, 70, 79, 80].map((minute) => callbackStateAt(both, at(minute)))).toEqual([
      'late',
      'missed',
      'missed',
      'completed',
    ]);
  });

  it('tells how late it is, or was when it was made', () => {
    expect(secondsLateAt(promise({}), at(59))).toBe(0);
    expect(secondsLateAt(promise({}), at(62))).toBe(120);
    expect(secondsLateAt(promise({ completedAt: at(61) }), at(500))).toBe(60);
    expect(secondsLateAt(promise({ completedAt: at(60) }), at(500))).toBe(0);
    expect(secondsLateAt(promise({ completedAt: at(300) }), at(61))).toBe(60);
  });

  it('is late exactly when it is neither made nor given up after the deadline', () => {
    const minute = fc.integer({ min: 0, max: 200 });
    const maybe = fc.option(minute.map(at));
    fc.assert(
      fc.property(minute, minute, maybe, maybe, minute, (start, length, completedAt, missedAt, now) => {
        const one = promise({ promisedAt: at(start), promisedUntil: at(start + length), completedAt, missedAt });
        const over = [completedAt, missedAt].some((end) => end !== null && end <= at(now));
        expect(callbackStateAt(one, at(now)) === 'late').toBe(!over && at(now) > deadlineOf(one));
      }),
    );
  });
});
