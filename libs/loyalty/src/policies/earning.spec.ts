import { describe, expect, it } from '@jest/globals';
import { VisitRecorded } from '#interactions';
import { OfferAccepted, PurchaseRecorded, PurchaseReturned } from '#sales';
import { LoyaltyBook } from '../../../../test/support/loyalty.js';
import { programAccount } from '../deciders/account.js';
import { AdjustPoints } from '../events/points-adjusted.js';
import type { PointsEarned } from '../events/points-earned.js';
import { RedeemPoints } from '../events/points-redeemed.js';
import { RefundRedemption } from '../events/redemption-refunded.js';
import { earning } from './earning.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const AT = '2026-01-31T10:00:00.000Z';
const at = (date: string): string => `${date}T12:00:00.000Z`;
const perUnit = { rule: 'buy', base: 'money' as const, points: 1, per: 100 };

const buy = (book: LoyaltyBook, amount: number, when: string, purchaseId?: string) =>
  book.send(PurchaseRecorded, { total: usd(amount), ...(purchaseId === undefined ? {} : { purchaseId }) }, when);
const earnedBy = (facts: unknown): PointsEarned[] =>
  (facts as { type: string; data: PointsEarned }[])
    .filter(({ type }) => type === 'PointsEarned')
    .map(({ data }) => data);
const typesOf = (facts: unknown): string[] => (facts as { type: string }[]).map(({ type }) => type);

describe('the default programme', () => {
  it('gives one lot for a purchase, and says by which rule', () => {
    const book = new LoyaltyBook();
    expect(buy(book, 1_999, AT, 'R-1')).toEqual([
      { type: 'PurchaseRecorded', data: { purchaseId: 'R-1', total: usd(1_999) } },
      {
        type: 'PointsEarned',
        data: {
          program: 'points',
          programVersion: 0,
          lotId: expect.stringMatching(/:points$/),
          points: 19,
          earnedAt: AT,
          availableFrom: AT,
          expiresAt: '2028-01-31T10:00:00.000Z',
          sourceEventId: expect.any(String),
          purchaseRef: 'R-1',
          base: usd(1_999),
          parts: [{ rule: 'purchase', points: 19, counted: 1_999 }],
        },
      },
    ]);
  });

  it('gives the points that an offer promised, and nothing where none were', () => {
    const book = new LoyaltyBook();
    const facts = book.send(OfferAccepted, { offerId: 'O-1', rewardPoints: 5 }, AT);
    expect(facts).toMatchObject([{}, { data: { points: 5, parts: [{ rule: 'offer-reward', points: 5 }] } }]);
    expect(earnedBy(facts)[0]).not.toHaveProperty('purchaseRef');
    expect(book.send(OfferAccepted, { offerId: 'O-2' }, AT)).toHaveLength(1);
  });

  it('looks only at facts that may earn', () => {
    const { published } = new LoyaltyBook();
    const follows = (type: string, data: object) => earning.follows({ type, data }, published);
    expect(follows('PurchaseRecorded', { total: usd(1) })).toBe(true);
    expect(follows('OfferAccepted', { offerId: 'O', rewardPoints: 1 })).toBe(true);
    expect(follows('OfferAccepted', { offerId: 'O' })).toBe(false);
    expect(follows('VisitRecorded', { place: 'shop' })).toBe(false);
  });

  it('leaves no lot for a purchase too small to earn', () => {
    expect(buy(new LoyaltyBook(), 99, AT)).toHaveLength(1);
  });
});

describe('one earning for each purchase and programme', () => {
  it('whoever reports it again, by its number or by its event', () => {
    const book = new LoyaltyBook();
    buy(book, 500, AT, 'R-1');
    expect(buy(book, 900, AT, 'R-1')).toHaveLength(1);
    const [nameless] = buy(book, 500, AT).slice(1) as unknown as [{ data: PointsEarned }];
    expect(nameless.data.purchaseRef).toBe(nameless.data.sourceEventId);
  });

  it('in each programme that is in force', () => {
    const book = new LoyaltyBook();
    book.publish({ program: 'gold', earning: [{ ...perUnit, points: 2 }] });
    const facts = earnedBy(buy(book, 500, AT, 'R-1'));
    expect(facts.map(({ program, points }) => [program, points])).toEqual([
      ['points', 5],
      ['gold', 10],
    ]);
    expect(new Set(facts.map(({ lotId }) => lotId)).size).toBe(2);
  });
});

describe('the version in force when it happened decides', () => {
  it('also where it is reported later, and the lot names it', () => {
    const book = new LoyaltyBook();
    book.publish({ earning: [{ ...perUnit, points: 3 }], effectiveFrom: at('2026-03-01'), pendingDays: 2 });
    book.publish({ earning: [], effectiveFrom: at('2026-04-01') });
    expect(earnedBy(buy(book, 100, at('2026-02-28')))).toMatchObject([{ points: 1, programVersion: 0 }]);
    expect(earnedBy(buy(book, 100, at('2026-03-01')))).toMatchObject([
      { points: 3, programVersion: 1, availableFrom: at('2026-03-03') },
    ]);
    expect(earnedBy(buy(book, 100, at('2026-03-01')))[0]).not.toHaveProperty('expiresAt');
    expect(buy(book, 100, at('2026-04-01'))).toHaveLength(1);
  });

  it('and before a programme is in force nothing earns in it', () => {
    const book = new LoyaltyBook();
    book.publish({ program: 'gold', earning: [perUnit], effectiveFrom: at('2026-03-01') });
    expect(earnedBy(buy(book, 100, at('2026-02-01'))).map(({ program }) => program)).toEqual(['points']);
  });
});

describe('caps', () => {
  it('count what was given before in the calendar period, whatever was taken back, and are said where they withhold', () => {
    const book = new LoyaltyBook();
    book.publish({
      earning: [{ ...perUnit, caps: [{ points: 12, per: 'day' }] }],
      caps: [{ points: 20, per: 'month' }],
    });
    expect(earnedBy(buy(book, 1_000, '2026-01-31T10:00:00.000Z', 'R-1'))).toMatchObject([{ points: 10 }]);
    book.send(PurchaseReturned, { purchaseId: 'R-1', total: usd(1_000) }, '2026-01-31T11:00:00.000Z');
    const held = earnedBy(buy(book, 1_000, '2026-01-31T12:00:00.000Z'));
    expect(held).toMatchObject([{ points: 2, parts: [{ rule: 'buy', points: 2, withheld: 8 }] }]);
    const all = earnedBy(buy(book, 1_000, '2026-01-31T13:00:00.000Z'));
    expect(all).toMatchObject([{ points: 0, parts: [{ points: 0, withheld: 10 }] }]);
    expect(earnedBy(buy(book, 1_000, '2026-01-30T13:00:00.000Z'))).toMatchObject([{ points: 8 }]);
    expect(earnedBy(buy(book, 1_000, '2026-02-01T13:00:00.000Z'))).toMatchObject([{ points: 10 }]);
  });

  it('never take points away where an account is full', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const book = new LoyaltyBook();
    book.publish({ earning: [perUnit], expiry: { kind: 'rolling', days: 30 }, reinstateDays: 10 });
    book.send(AdjustPoints, { points: most, reason: 'as much as there can be' }, at('2026-01-01'));
    book.send(RedeemPoints, { points: most, redemptionId: 'X' }, at('2026-01-02'));
    book.send(RefundRedemption, { redemptionId: 'X' }, at('2026-03-01'));
    expect(earnedBy(buy(book, 1_000, at('2026-03-02')))).toMatchObject([{ points: 0, parts: [{ withheld: 10 }] }]);
    expect(book.send(AdjustPoints, { points: 1, reason: 'one more' }, at('2026-03-02'))).toBe('within-account');
  });
});

describe('other facts', () => {
  it('earn where a rule names their type', () => {
    const book = new LoyaltyBook();
    book.publish({ earning: [{ rule: 'visit', base: 'activity', factType: 'VisitRecorded', points: 2 }] });
    expect(earnedBy(book.send(VisitRecorded, { place: 'shop' }, AT))).toMatchObject([
      { points: 2, parts: [{ rule: 'visit', counted: 1 }] },
    ]);
    expect(buy(book, 500, AT)).toHaveLength(1);
  });
});

describe('what is owed', () => {
  const indebted = (): LoyaltyBook => {
    const book = new LoyaltyBook();
    book.publish({ earning: [perUnit], pendingDays: 3, expiry: { kind: 'rolling', days: 10 } });
    buy(book, 1_000, at('2026-01-01'), 'R-1');
    book.send(RedeemPoints, { points: 10 }, at('2026-01-05'));
    book.send(PurchaseReturned, { purchaseId: 'R-1', total: usd(700) }, at('2026-02-01'));
    return book;
  };

  it('is repaid out of the next points, before they can be used', () => {
    const book = indebted();
    expect(programAccount(book.account, 'points').debt).toBe(7);
    expect(buy(book, 500, at('2026-02-02'))).toMatchObject([
      {},
      { type: 'PointsEarned', data: { points: 5 } },
      { type: 'PointsDebtRepaid', data: { points: 5, allocations: [{ points: 5 }] } },
    ]);
    const facts = buy(book, 900, at('2026-02-03'));
    expect(facts).toMatchObject([{}, {}, { data: { points: 2 } }]);
    expect(typesOf(buy(book, 100, at('2026-02-03')))).toEqual(['PurchaseRecorded', 'PointsEarned']);
  });

  it('is repaid no earlier than it came up, and not out of points that had ended by then', () => {
    const book = indebted();
    const late = book.sendAs(
      '0198c2a0-0000-7000-8000-000000000001',
      PurchaseRecorded,
      { total: usd(200) },
      at('2026-01-25'),
    );
    expect(late).toMatchObject([{}, {}, { type: 'PointsDebtRepaid', occurredAt: at('2026-02-01') }]);
    expect(typesOf(buy(book, 200, at('2026-01-22')))).toEqual(['PurchaseRecorded', 'PointsEarned']);
  });

  it('is repaid by points added by hand too', () => {
    const book = indebted();
    const facts = book.send(AdjustPoints, { points: 3, reason: 'sorry' }, at('2026-02-02'));
    expect(typesOf(facts)).toEqual(['PointsAdjusted', 'PointsDebtRepaid']);
  });
});

describe('tiers', () => {
  const tiers = {
    metric: 'spend' as const,
    currency: 'USD',
    period: 'calendar_year' as const,
    downgrade: 'one_down' as const,
    tiers: [
      { tier: 'silver', threshold: 1_000 },
      { tier: 'gold', threshold: 5_000 },
    ],
  };

  it('are reached at once, by purchases that earn no points too', () => {
    const book = new LoyaltyBook();
    book.publish({ earning: [], tiers });
    expect(buy(book, 999, at('2026-02-01'))).toMatchObject([{}, { data: { points: 0, parts: [], base: usd(999) } }]);
    expect(buy(book, 1, at('2026-02-02'))).toMatchObject([
      {},
      {},
      {
        type: 'TierReached',
        data: {
          tier: 'silver',
          programVersion: 1,
          effectiveAt: at('2026-02-02'),
          validUntil: '2027-01-01T00:00:00.000Z',
          evidence: { metric: 'spend', value: 1_000, threshold: 1_000 },
        },
      },
    ]);
    expect(typesOf(buy(book, 1, at('2026-02-03')))).not.toContain('TierReached');
    expect(buy(book, 9_000, at('2026-02-04'))).toMatchObject([{}, {}, { data: { tier: 'gold' } }]);
  });

  it('count what was not returned', () => {
    const book = new LoyaltyBook();
    book.publish({ earning: [], tiers });
    buy(book, 900, at('2026-02-01'), 'R-1');
    book.send(PurchaseReturned, { purchaseId: 'R-1', total: usd(500) }, at('2026-02-02'));
    expect(typesOf(buy(book, 599, at('2026-02-03')))).not.toContain('TierReached');
    expect(typesOf(buy(book, 1, at('2026-02-03')))).toContain('TierReached');
  });

  it('are reached after what the dates have taken meanwhile', () => {
    const book = new LoyaltyBook();
    book.publish({ earning: [], tiers });
    buy(book, 5_000, at('2026-02-01'));
    expect(buy(book, 5_000, at('2028-02-01'))).toMatchObject([
      {},
      {},
      { type: 'TierRetained', data: { tier: 'gold', effectiveAt: '2027-01-01T00:00:00.000Z' } },
      { type: 'TierLost', data: { lostTier: 'gold', tier: 'silver', effectiveAt: '2028-01-01T00:00:00.000Z' } },
      { type: 'TierReached', data: { tier: 'gold', effectiveAt: at('2028-02-01') } },
    ]);
  });

  it('are raised by a late report from when they were last decided on', () => {
    const book = new LoyaltyBook();
    book.publish({ earning: [], tiers });
    buy(book, 1_000, at('2026-02-01'));
    buy(book, 3_900, at('2026-09-01'));
    expect(buy(book, 100, at('2026-03-01'))).toMatchObject([
      {},
      {},
      { type: 'TierReached', data: { tier: 'gold', effectiveAt: at('2026-09-01'), evidence: { value: 5_000 } } },
    ]);
  });

  it('are not raised by a report so late that the tier would be over', () => {
    const book = new LoyaltyBook();
    book.publish({ earning: [], tiers });
    buy(book, 1_000, at('2028-02-01'));
    expect(typesOf(buy(book, 9_000, at('2025-02-01')))).not.toContain('TierReached');
  });
});
