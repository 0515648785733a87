import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deferredRevenue, recognisedRevenue } from './deferred-revenue.js';

/** 2,000.00 for goods worth that, 2,000 points at 0.10, 85 % expected to be used. */
const SALE = {
  price: 200_000n,
  goodsValue: 200_000n,
  points: 2_000n,
  value: 10n,
  valuePoints: 1n,
  expectedRedemptionPerMille: 850n,
};

describe('deferred revenue', () => {
  it('is 158 of 2,000 in the published example, whose shares are stated in tenths of a per cent', () => {
    expect(deferredRevenue({ ...SALE, shareParts: 1_000n })).toEqual({ revenue: 184_200n, deferred: 15_800n });
  });

  it('is 156.68 of them exactly', () => {
    expect(deferredRevenue(SALE)).toEqual({ revenue: 184_332n, deferred: 15_668n });
  });

  it('is 18.75 of a fare of 800 with 2,000 miles at 0.012, 80 % expected to be used', () => {
    const sale = { ...SALE, price: 80_000n, goodsValue: 80_000n, value: 12n, valuePoints: 10n };
    const fare = deferredRevenue({ ...sale, expectedRedemptionPerMille: 800n });
    expect(fare).toEqual({ revenue: 78_125n, deferred: 1_875n });
  });

  it('is nothing where points are worth nothing, or all is worth nothing', () => {
    expect(deferredRevenue({ ...SALE, value: 0n })).toEqual({ revenue: 200_000n, deferred: 0n });
    expect(deferredRevenue({ ...SALE, value: 0n, goodsValue: 0n })).toEqual({ revenue: 200_000n, deferred: 0n });
  });

  it('loses nothing of the price', () => {
    const amount = fc.bigInt(0n, 10n ** 12n);
    const sale = fc.record({
      price: amount,
      goodsValue: amount,
      points: amount,
      value: amount,
      valuePoints: fc.bigInt(1n, 1_000n),
      expectedRedemptionPerMille: fc.bigInt(0n, 1_000n),
    });
    fc.assert(
      fc.property(sale, (each) => {
        const { revenue, deferred } = deferredRevenue(each);
        expect(revenue + deferred).toBe(each.price);
        expect(revenue >= 0n && deferred >= 0n).toBe(true);
      }),
    );
  });
});

describe('recognising deferred revenue', () => {
  it('gives 79 of 158 for half of all points, as the published example spreads it', () => {
    expect(recognisedRevenue({ deferred: 15_800n, used: 1_000n, outOf: 2_000n })).toBe(7_900n);
  });

  it('gives more under the breakage model, which spreads it over the points that are expected to be used', () => {
    expect(recognisedRevenue({ deferred: 15_800n, used: 1_000n, outOf: 1_700n })).toBe(9_294n);
  });

  it('ends with all of it, also when more are used than were expected', () => {
    expect(recognisedRevenue({ deferred: 15_800n, used: 1_700n, outOf: 1_700n })).toBe(15_800n);
    expect(recognisedRevenue({ deferred: 15_800n, used: 2_000n, outOf: 1_700n })).toBe(15_800n);
  });
});
