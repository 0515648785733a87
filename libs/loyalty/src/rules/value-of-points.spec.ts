import { describe, expect, it } from '@jest/globals';
import { expectedCostOf, plus, rounded, valueOfPoints } from './value-of-points.js';

const value = { amount: 12, currency: 'USD' };

describe('the value of points', () => {
  it('is by so many points, fractions of a cent dropped', () => {
    expect(valueOfPoints(7, { value })).toEqual({ amount: 84, currency: 'USD' });
    expect(valueOfPoints(7, { value, valuePoints: 10 })).toEqual({ amount: 8, currency: 'USD' });
  });

  it('is not said where there is none, or where it cannot be said exactly', () => {
    expect(valueOfPoints(7, {})).toBeUndefined();
    expect(valueOfPoints(Number.MAX_SAFE_INTEGER, { value })).toBeUndefined();
    expect(valueOfPoints(Number.MAX_SAFE_INTEGER, { value: { amount: 1, currency: 'USD' } })?.amount).toBe(
      Number.MAX_SAFE_INTEGER,
    );
  });
});

describe('what points will cost', () => {
  it('counts those that are expected to be used, exactly', () => {
    const cost = expectedCostOf(1_000n, { value, valuePoints: 10, expectedRedemptionPerMille: 875 });
    expect(rounded(cost)).toBe(1_050n);
    expect(rounded(expectedCostOf(1_000n, { value, valuePoints: 10 }))).toBe(1_200n);
    expect(rounded(expectedCostOf(1_000n, {}))).toBe(0n);
  });

  it('is rounded once, after adding up', () => {
    const half = { numerator: 1n, denominator: 2n };
    expect(rounded(half)).toBe(1n);
    expect(rounded({ numerator: 1n, denominator: 3n })).toBe(0n);
    expect(rounded(plus(half, half))).toBe(1n);
    expect(plus(half, { numerator: 1n, denominator: 3n })).toEqual({ numerator: 5n, denominator: 6n });
  });
});
