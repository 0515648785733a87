import { describe, expect, it } from '@jest/globals';
import type { EarningRule } from '../events/program-rules.js';
import { capped, periodPrefix } from './caps.js';
import { countedBy } from './counted.js';

const rule = (more: Partial<EarningRule>): EarningRule => ({ rule: 'r', base: 'money', points: 1, per: 100, ...more });
const fact = (data: object, type = 'PurchaseRecorded', source = 'urn:till') => ({
  id: 'f',
  type,
  data,
  occurredAt: '2026-03-01T12:00:00.000Z',
  source,
});
const bought = (amount: number, more: object = {}, currency = 'USD') => fact({ total: { amount, currency }, ...more });
const line = (sku: string, quantity: number, unitPrice: unknown, more: object = {}) => ({
  sku,
  quantity,
  unitPrice,
  ...more,
});

describe('a rule that counts money', () => {
  it('is exact for currencies with 0, 2 and 3 decimals', () => {
    expect(countedBy(rule({}), bought(1_999), 'down')).toEqual({ counted: 1_999, points: 19n });
    expect(countedBy(rule({}), bought(1_999, {}, 'JPY'), 'down')?.points).toBe(1_999n);
    expect(countedBy(rule({}), bought(1_999, {}, 'KWD'), 'down')?.points).toBe(1n);
    expect(countedBy(rule({ per: 150 }), bought(1_999, {}, 'KWD'), 'down')?.points).toBe(1n);
    expect(countedBy(rule({}), bought(9_007_199_254_740_899), 'down')?.points).toBe(90_071_992_547_408n);
    expect(countedBy(rule({ points: 9_000_000 }), bought(9_007_199_254_740_899), 'down')?.points).toBe(
      810_647_932_926_672_000_000n,
    );
  });

  it('counts minor units of its own currency, and payments in no other one', () => {
    const yen = rule({ currency: 'JPY', per: 100 });
    expect(countedBy(yen, bought(1_999, {}, 'JPY'), 'down')?.points).toBe(19n);
    expect(countedBy(yen, bought(1_999), 'down')).toBeUndefined();
  });

  it('counts a begun step as the rounding says', () => {
    const by = (amount: number, rounding: 'down' | 'half_up' | 'up') =>
      countedBy(rule({ points: 5 }), bought(amount), rounding)?.points;
    expect([by(149, 'down'), by(149, 'half_up'), by(149, 'up')]).toEqual([5n, 5n, 10n]);
    expect([by(150, 'down'), by(150, 'half_up'), by(150, 'up')]).toEqual([5n, 10n, 10n]);
    expect([by(100, 'down'), by(100, 'half_up'), by(100, 'up')]).toEqual([5n, 5n, 5n]);
    expect([by(1, 'down'), by(1, 'half_up'), by(1, 'up')]).toEqual([0n, 0n, 5n]);
  });

  it('leaves out lines by their sku or category, less what was taken off them', () => {
    const lines = [
      line('gift-card', 2, 1_000, { discount: 500 }),
      line('tea', 1, 3_000, { category: 'drinks' }),
      line('cup', 1, { amount: 400, currency: 'USD' }),
      line('pot', 1, { amount: 700, currency: 'EUR' }),
      line('pan', 1, 100, { discount: 200 }),
    ];
    const counted = (exclude: EarningRule['exclude']) =>
      countedBy(rule({ exclude: exclude! }), bought(5_000, { lines }), 'down')?.counted;
    expect(counted({})).toBe(5_000);
    expect(counted({ skus: ['gift-card'] })).toBe(3_500);
    expect(counted({ categories: ['drinks'] })).toBe(2_000);
    expect(counted({ skus: ['cup'], categories: ['drinks'] })).toBe(1_600);
    expect(counted({ skus: ['pot'] })).toBe(5_000);
    expect(counted({ skus: ['pan'] })).toBe(5_000);
    expect(counted({ skus: ['gift-card', 'tea', 'cup', 'pot', 'pan'] })).toBe(100);
    expect(countedBy(rule({ exclude: { skus: ['tea'] } }), bought(1_000, { lines }), 'down')?.counted).toBe(0);
  });

  it('passes over shops, ways of buying and sources that do not count', () => {
    const by = (more: Partial<EarningRule>, data: object = {}) => countedBy(rule(more), bought(100, data), 'down');
    expect(by({ exclude: { stores: ['outlet'] } }, { store: 'outlet' })).toBeUndefined();
    expect(by({ exclude: { stores: ['outlet'] } }, { store: 'centre' })).toBeDefined();
    expect(by({ exclude: { stores: ['outlet'] } })).toBeDefined();
    expect(by({ exclude: { channels: ['site'] } }, { channel: 'site' })).toBeUndefined();
    expect(by({ exclude: { channels: ['site'] } }, { channel: 'shop', store: 'site' })).toBeDefined();
    expect(by({ sources: ['urn:till'] })).toBeDefined();
    expect(by({ sources: ['urn:other'] })).toBeUndefined();
  });

  it('wants the total that it asks for, in that currency', () => {
    const by = (minTotal: { amount: number; currency: string }) => countedBy(rule({ minTotal }), bought(100), 'down');
    expect(by({ amount: 100, currency: 'USD' })).toBeDefined();
    expect(by({ amount: 101, currency: 'USD' })).toBeUndefined();
    expect(by({ amount: 1, currency: 'EUR' })).toBeUndefined();
  });
});

describe('other rules', () => {
  it('count pieces, by lines or as the purchase says', () => {
    const unit = rule({ base: 'unit', points: 3, per: 2, exclude: { skus: ['bag'] } });
    const lines = [line('tea', 3, 100), line('bag', 9, 1), line('cup', 2, 100)];
    expect(countedBy(unit, bought(100, { lines }), 'down')).toEqual({ counted: 5, points: 6n });
    expect(countedBy(unit, bought(100, { lines }), 'up')?.points).toBe(9n);
    expect(countedBy(unit, bought(100, { quantity: 4 }), 'down')?.points).toBe(6n);
    expect(countedBy(unit, bought(100), 'up')).toEqual({ counted: 0, points: 0n });
  });

  it('count purchases, but for those of excluded goods alone', () => {
    const order = rule({ base: 'order', points: 7, exclude: { skus: ['bag'] } });
    expect(countedBy(order, bought(0), 'down')).toEqual({ counted: 1, points: 7n });
    expect(countedBy(order, bought(0, { lines: [] }), 'down')?.points).toBe(7n);
    expect(countedBy(order, bought(0, { lines: [line('bag', 1, 1)] }), 'down')?.points).toBe(0n);
    expect(countedBy(order, bought(0, { lines: [line('bag', 1, 1), line('tea', 1, 1)] }), 'down')?.points).toBe(7n);
  });

  it('count facts of their type', () => {
    const visit = rule({ base: 'activity', factType: 'VisitRecorded', points: 4 });
    expect(countedBy(visit, fact({}, 'VisitRecorded'), 'down')).toEqual({ counted: 1, points: 4n });
    expect(countedBy(visit, bought(100), 'down')).toBeUndefined();
  });

  it('take the points that a fact states, where it states any', () => {
    const stated: EarningRule = { rule: 'r', base: 'stated', factType: 'OfferAccepted', field: 'rewardPoints' };
    const by = (data: object) => countedBy(stated, fact(data, 'OfferAccepted'), 'down');
    expect(by({ rewardPoints: 5 })).toEqual({ counted: 1, points: 5n });
    for (const data of [{}, { rewardPoints: 0 }, { rewardPoints: -1 }, { rewardPoints: 1.5 }, { rewardPoints: '5' }]) {
      expect(by(data)).toBeUndefined();
    }
    expect(countedBy({ ...stated, field: 'constructor' }, fact({}, 'OfferAccepted'), 'down')).toBeUndefined();
  });
});

describe('caps', () => {
  const AT = '2026-03-01T12:00:00.000Z';
  const by = (points: bigint) => ({ counted: 1, points });
  const none = () => 0;

  it('hold back what a rule gives too much, and say so', () => {
    const caps = [{ points: 10, per: 'fact' as const }];
    expect(capped([{ rule: 'a', caps, by: by(12n) }], [], none, AT, 1_000)).toEqual([
      { rule: 'a', points: 10, counted: 1, withheld: 2 },
    ]);
    expect(capped([{ rule: 'a', caps, by: by(10n) }], [], none, AT, 1_000)).toEqual([
      { rule: 'a', points: 10, counted: 1 },
    ]);
  });

  it('count what was given before in their period, each in its own', () => {
    const asked: unknown[] = [];
    const given = (...question: unknown[]): number => (asked.push(question), 4);
    const caps = [
      { points: 9, per: 'day' as const },
      { points: 7, per: 'ever' as const },
    ];
    expect(capped([{ rule: 'a', caps, by: by(12n) }], [{ points: 50, per: 'month' }], given, AT, 1_000)).toEqual([
      { rule: 'a', points: 3, counted: 1, withheld: 9 },
    ]);
    expect(asked).toEqual([
      [undefined, 'month', AT],
      ['a', 'day', AT],
      ['a', 'ever', AT],
    ]);
    expect(
      capped([{ rule: 'a', caps: [{ points: 3, per: 'day' }], by: by(1n) }], [], given, AT, 1_000)[0],
    ).toMatchObject({
      points: 0,
      withheld: 1,
    });
  });

  it('of the programme are used up by one rule after the other', () => {
    const counted = ['a', 'b', 'c'].map((rule) => ({ rule, caps: [], by: by(4n) }));
    expect(capped(counted, [{ points: 6, per: 'fact' }], none, AT, 1_000)).toEqual([
      { rule: 'a', points: 4, counted: 1 },
      { rule: 'b', points: 2, counted: 1, withheld: 2 },
      { rule: 'c', points: 0, counted: 1, withheld: 4 },
    ]);
  });

  it('never give more than an account can hold exactly', () => {
    const [part] = capped([{ rule: 'a', caps: [], by: by(10n ** 20n) }], [], none, AT, Number.MAX_SAFE_INTEGER - 5);
    expect(part).toMatchObject({ points: Number.MAX_SAFE_INTEGER - 5, withheld: Number.MAX_SAFE_INTEGER });
  });

  it('count by calendar day, month and year in UTC', () => {
    const prefixes = (['day', 'month', 'year', 'ever'] as const).map((period) => periodPrefix(period, AT));
    expect(prefixes).toEqual(['2026-03-01', '2026-03', '2026', '']);
  });
});
