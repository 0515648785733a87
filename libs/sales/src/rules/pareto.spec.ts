import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pareto } from './pareto.js';

describe('Pareto table', () => {
  it('has the most frequent first, with shares and cumulative shares', () => {
    expect(
      pareto([
        { value: 'no_need', count: 1 },
        { value: 'price', count: 5 },
        { value: null, count: 1 },
        { value: 'competitor', count: 1 },
        { value: 'never', count: 0 },
      ]),
    ).toEqual([
      { value: 'price', count: 5, share: 62.5, cumulativeShare: 62.5 },
      { value: 'competitor', count: 1, share: 12.5, cumulativeShare: 75 },
      { value: 'no_need', count: 1, share: 12.5, cumulativeShare: 87.5 },
      { value: null, count: 1, share: 12.5, cumulativeShare: 100 },
    ]);
  });

  it('is empty of nothing', () => {
    expect(pareto([])).toEqual([]);
  });

  it('ends at all of it, however the shares are rounded, and never rises', () => {
    const counts = fc.uniqueArray(fc.record({ value: fc.string(), count: fc.integer({ min: 1, max: 1_000 }) }), {
      selector: ({ value }) => value,
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(counts, (each) => {
        const items = pareto(each);
        expect(items.at(-1)!.cumulativeShare).toBe(100);
        items.forEach((item, index) => {
          const before = items[index - 1];
          if (!before) return;
          expect(item.count).toBeLessThanOrEqual(before.count);
          expect(item.cumulativeShare).toBeGreaterThanOrEqual(before.cumulativeShare);
        });
      }),
    );
  });
});
