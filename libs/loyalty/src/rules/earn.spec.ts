import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { monthsLater } from './calendar.js';
import { earn, reversedPoints } from './earn.js';
import { DEFAULT_PROGRAM } from './program.js';

const bought = (amount: number, currency = 'USD', occurredAt = '2026-01-31T10:00:00.000Z') => ({
  amount,
  currency,
  occurredAt,
});

describe('earning', () => {
  it('gives a point for every whole unit of the currency, rounded down', () => {
    expect(earn(bought(1_999), DEFAULT_PROGRAM)?.points).toBe(19);
    expect(earn(bought(1_999, 'JPY'), DEFAULT_PROGRAM)?.points).toBe(1_999);
    expect(earn(bought(1_999, 'KWD'), DEFAULT_PROGRAM)?.points).toBe(1);
    expect(earn(bought(9_007_199_254_740_899), DEFAULT_PROGRAM)?.points).toBe(90_071_992_547_408);
  });

  it('gives nothing for less than one unit', () => {
    expect(earn(bought(99), DEFAULT_PROGRAM)).toBeUndefined();
    expect(earn(bought(0), DEFAULT_PROGRAM)).toBeUndefined();
  });

  it('gives points that can be used at once, for 24 months', () => {
    expect(earn(bought(100), DEFAULT_PROGRAM)).toEqual({
      points: 1,
      earnedAt: '2026-01-31T10:00:00.000Z',
      availableFrom: '2026-01-31T10:00:00.000Z',
      expiresAt: '2028-01-31T10:00:00.000Z',
    });
  });

  it('follows the programme: steps, waiting time, no end', () => {
    const program = {
      ...DEFAULT_PROGRAM,
      earning: { points: 5, perWholeUnits: 10 },
      availableAfterDays: 14,
      expiry: null,
    };
    expect(earn(bought(2_999), program)).toEqual({
      points: 10,
      earnedAt: '2026-01-31T10:00:00.000Z',
      availableFrom: '2026-02-14T10:00:00.000Z',
      expiresAt: null,
    });
  });
});

describe('calendar months', () => {
  it('end on the last day of a shorter month', () => {
    expect(monthsLater('2024-02-29T08:00:00.000Z', 24)).toBe('2026-02-28T08:00:00.000Z');
    expect(monthsLater('2026-12-31T08:00:00.000Z', 2)).toBe('2027-02-28T08:00:00.000Z');
    expect(monthsLater('2026-06-15T08:00:00.000Z', 24)).toBe('2028-06-15T08:00:00.000Z');
  });
});

describe('the end of the calendar', () => {
  it('is the end of points that would last longer', () => {
    expect(monthsLater('9998-06-15T08:00:00.000Z', 24)).toBe('9999-12-31T23:59:59.999Z');
  });
});

describe('taking back', () => {
  it('takes the share that was paid back, rounded down', () => {
    expect(reversedPoints(19, 1_999, 1_000)).toBe(9);
    expect(reversedPoints(19, 1_999, 1)).toBe(0);
  });

  it('takes all when everything came back, and nothing of nothing', () => {
    expect(reversedPoints(19, 1_999, 1_999)).toBe(19);
    expect(reversedPoints(0, 0, 0)).toBe(0);
  });

  it('never takes more than there is, and never less after one more return', () => {
    const amount = fc.nat(Number.MAX_SAFE_INTEGER);
    fc.assert(
      fc.property(amount, amount, amount, amount, (points, paid, first, second) => {
        const [less, more] = first < second ? [first, second] : [second, first];
        const taken = reversedPoints(points, paid, less);
        expect(taken).toBeGreaterThanOrEqual(0);
        expect(reversedPoints(points, paid, more)).toBeGreaterThanOrEqual(taken);
        expect(reversedPoints(points, paid, more)).toBeLessThanOrEqual(points);
      }),
    );
  });
});
