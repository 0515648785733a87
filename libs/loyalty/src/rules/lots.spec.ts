import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allocate } from './allocate.js';
import { inOrderOfUse, lotStatusAt } from './lots.js';
import { reversedPoints } from './returned-share.js';
import { minorUnitsInOne } from './whole-units.js';

const lot = (lotId: string, earnedAt: string, expiresAt: string | null) => ({
  lotId,
  earnedAt,
  availableFrom: earnedAt,
  expiresAt,
});

describe('a lot', () => {
  const { availableFrom, expiresAt } = { availableFrom: '2026-01-02', expiresAt: '2026-01-04' };

  it('can be used from its start until just before its end', () => {
    expect(lotStatusAt({ availableFrom, expiresAt }, '2026-01-01')).toBe('pending');
    expect(lotStatusAt({ availableFrom, expiresAt }, '2026-01-02')).toBe('active');
    expect(lotStatusAt({ availableFrom, expiresAt }, '2026-01-03')).toBe('active');
    expect(lotStatusAt({ availableFrom, expiresAt }, '2026-01-04')).toBe('expired');
    expect(lotStatusAt({ availableFrom, expiresAt: null }, '2999-01-04')).toBe('active');
  });

  it('that ends before it begins was never usable', () => {
    expect(lotStatusAt({ availableFrom: '2026-01-05', expiresAt }, '2026-01-04')).toBe('expired');
  });

  it('is used in order: what ends first, then what was earned first, then by id', () => {
    const lots = [
      lot('never-2', '2026-01-02', null),
      lot('never-1', '2026-01-01', null),
      lot('b', '2026-01-01', '2026-03-01'),
      lot('a', '2026-01-01', '2026-03-01'),
      lot('older', '2025-01-01', '2026-03-01'),
      lot('sooner', '2026-01-09', '2026-02-01'),
    ];
    const order = ['sooner', 'older', 'a', 'b', 'never-1', 'never-2'];
    expect(lots.toSorted(inOrderOfUse).map(({ lotId }) => lotId)).toEqual(order);
    expect(
      lots
        .toReversed()
        .toSorted(inOrderOfUse)
        .map(({ lotId }) => lotId),
    ).toEqual(order);
    expect(inOrderOfUse(lots[0]!, lots[0]!)).toBe(0);
  });
});

describe('allocating', () => {
  const there = [
    { lotId: 'a', available: 3 },
    { lotId: 'b', available: 0 },
    { lotId: 'c', available: 5 },
  ];

  it('takes from one lot after the other, and names only those that give', () => {
    expect(allocate(there, 2)).toEqual([{ lotId: 'a', points: 2 }]);
    expect(allocate(there, 3)).toEqual([{ lotId: 'a', points: 3 }]);
    expect(allocate(there, 4)).toEqual([
      { lotId: 'a', points: 3 },
      { lotId: 'c', points: 1 },
    ]);
    expect(allocate(there, 0)).toEqual([]);
  });

  it('gives what there is where there is less', () => {
    expect(allocate(there, 100)).toEqual([
      { lotId: 'a', points: 3 },
      { lotId: 'c', points: 5 },
    ]);
  });
});

describe('taking back', () => {
  it('takes the share that was paid back, rounded down', () => {
    expect(reversedPoints(19, 1_999, 1_000)).toBe(9);
    expect(reversedPoints(19, 1_999, 1)).toBe(0);
  });

  it('takes all when everything came back, and nothing of nothing', () => {
    expect(reversedPoints(19, 1_999, 1_999)).toBe(19);
    expect(reversedPoints(19, 1_999, 2_500)).toBe(19);
    expect(reversedPoints(19, 1_999, 0)).toBe(0);
    expect(reversedPoints(5, 0, 7)).toBe(0);
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

describe('minor units', () => {
  it('are hundredths, unless the currency has other ones', () => {
    expect(['USD', 'EUR', 'JPY', 'KWD', 'CLF'].map(minorUnitsInOne)).toEqual([100, 100, 1, 1_000, 10_000]);
  });
});
