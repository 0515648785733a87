import { describe, expect, it } from '@jest/globals';
import { PurchaseRecorded, PurchaseReturned } from '#sales';
import { LoyaltyBook } from '../../../../test/support/loyalty.js';
import { programAccount } from '../deciders/account.js';
import { BookAccount } from '../events/book-account.js';
import { RedeemPoints } from '../events/points-redeemed.js';
import { RefundRedemption } from '../events/redemption-refunded.js';

const at = (date: string): string => `${date}T12:00:00.000Z`;
const usd = (amount: number) => ({ amount, currency: 'USD' });
const perUnit = { rule: 'buy', base: 'money' as const, points: 1, per: 100 };

function book(more: object = {}): LoyaltyBook {
  const own = new LoyaltyBook();
  own.publish({ earning: [perUnit], expiry: { kind: 'rolling', days: 30 }, ...more });
  own.send(PurchaseRecorded, { purchaseId: 'R-1', total: usd(10_000) }, at('2026-01-01'));
  return own;
}

const back = (own: LoyaltyBook, amount: number, date: string, purchaseId = 'R-1') =>
  own.send(PurchaseReturned, { purchaseId, total: usd(amount) }, at(date));
const debtOf = (own: LoyaltyBook): number => programAccount(own.account, 'points').debt;

describe('taking points back', () => {
  it('takes the share that came back from its own lot', () => {
    const own = book();
    expect(back(own, 2_550, '2026-01-02')).toMatchObject([
      { type: 'PurchaseReturned' },
      {
        type: 'PointsReversed',
        data: {
          program: 'points',
          programVersion: 1,
          points: 25,
          lapsed: 0,
          shortfall: 0,
          allocations: [{ points: 25 }],
        },
      },
    ]);
    expect(own.account.lots.first()?.remaining).toBe(75);
  });

  it('takes as much in many parts as in one', () => {
    const own = book();
    const parts = [1, 99, 33, 67, 4_900, 4_900].map((amount) => {
      const [, reversed] = back(own, amount, '2026-01-02') as { data: { points: number } }[];
      return reversed?.data.points ?? 0;
    });
    expect(parts).toEqual([0, 1, 0, 1, 49, 49]);
    expect(own.account.lots.first()?.remaining).toBe(0);
  });

  it('takes pending points too', () => {
    const own = book({ pendingDays: 10 });
    expect(back(own, 10_000, '2026-01-02')).toMatchObject([{}, { data: { points: 100, shortfall: 0 } }]);
  });

  it('makes debt of what was spent', () => {
    const own = book();
    own.send(RedeemPoints, { points: 60 }, at('2026-01-02'));
    expect(back(own, 10_000, '2026-01-03')).toMatchObject([
      {},
      { type: 'PointsReversed', data: { points: 100, allocations: [{ points: 40 }], shortfall: 60 } },
      { type: 'PointsDebtIncurred', data: { points: 60, programVersion: 1 } },
    ]);
    expect(debtOf(own)).toBe(60);
  });

  it('takes it from other lots where the programme says so', () => {
    const own = book({ reverseFromOtherLots: true });
    own.send(RedeemPoints, { points: 60 }, at('2026-01-02'));
    own.send(PurchaseRecorded, { purchaseId: 'R-2', total: usd(5_000) }, at('2026-01-02'));
    expect(back(own, 10_000, '2026-01-03')).toMatchObject([
      {},
      { data: { allocations: [{ points: 40 }, { points: 50 }], shortfall: 10 } },
      { data: { points: 10 } },
    ]);
  });

  it('leaves other lots alone where it does not', () => {
    const own = book();
    own.send(RedeemPoints, { points: 100 }, at('2026-01-02'));
    own.send(PurchaseRecorded, { purchaseId: 'R-2', total: usd(5_000) }, at('2026-01-02'));
    expect(back(own, 10_000, '2026-01-03')).toMatchObject([{}, { data: { allocations: [], shortfall: 100 } }, {}]);
  });

  it.each([true, false])(
    'asks nobody for points that had ended unused (booked: %s), only for those that were spent',
    (isBooked) => {
      const own = book();
      own.send(RedeemPoints, { points: 60 }, at('2026-01-02'));
      if (isBooked) own.send(BookAccount, {}, at('2026-02-05'));
      expect(back(own, 3_000, '2026-02-06')).toMatchObject([{}, { data: { points: 30, lapsed: 30, shortfall: 0 } }]);
      expect(back(own, 3_000, '2026-02-07')).toMatchObject([
        {},
        { data: { points: 30, lapsed: 10, shortfall: 20 } },
        {},
      ]);
      expect(debtOf(own)).toBe(20);
    },
  );

  it('asks nobody for points that were forfeited, and finds those that were reinstated', () => {
    const strict = book();
    strict.send(RedeemPoints, { points: 60, redemptionId: 'X' }, at('2026-01-02'));
    strict.send(RefundRedemption, { redemptionId: 'X' }, at('2026-02-05'));
    expect(back(strict, 10_000, '2026-02-06')).toMatchObject([
      {},
      { data: { points: 100, lapsed: 100, shortfall: 0 } },
    ]);
    const kind = book({ reinstateDays: 10 });
    kind.send(RedeemPoints, { points: 60, redemptionId: 'X' }, at('2026-01-02'));
    kind.send(RefundRedemption, { redemptionId: 'X' }, at('2026-02-05'));
    expect(back(kind, 10_000, '2026-02-06')).toMatchObject([
      {},
      { data: { points: 100, allocations: [{ points: 60 }], lapsed: 40, shortfall: 0 } },
    ]);
  });

  it('does not ask again, by a late report dated before the end, for what an earlier return counted as ended', () => {
    const own = book();
    back(own, 5_000, '2026-02-10');
    expect(back(own, 5_000, '2026-01-10')).toMatchObject([
      {},
      { data: { points: 50, allocations: [{ points: 50 }], lapsed: 0, shortfall: 0 } },
    ]);
    expect(debtOf(own)).toBe(0);
  });

  it('makes no less debt of what was spent when a late report is dated before the end', () => {
    const own = book();
    own.send(RedeemPoints, { points: 40 }, at('2026-01-02'));
    back(own, 5_000, '2026-02-10');
    expect(back(own, 5_000, '2026-01-10')).toMatchObject([
      {},
      { data: { points: 50, allocations: [{ points: 10 }], lapsed: 0, shortfall: 40 } },
      { type: 'PointsDebtIncurred', data: { points: 40 } },
    ]);
  });

  it('waits for a purchase that is reported after its return', () => {
    const own = book();
    back(own, 500, '2026-01-05', 'R-2');
    const facts = own.send(PurchaseRecorded, { purchaseId: 'R-2', total: usd(1_000) }, at('2026-01-04'));
    expect(facts).toMatchObject([{}, { data: { points: 10 } }, { type: 'PointsReversed', data: { points: 5 } }]);
  });

  it('is never dated before the purchase', () => {
    const own = book();
    const data = { purchaseId: 'R-1', total: usd(10_000) };
    const facts = own.sendAs('0198c2a0-0000-7000-8000-000000000001', PurchaseReturned, data, at('2025-12-01'));
    expect(facts).toMatchObject([{}, { type: 'PointsReversed', occurredAt: at('2026-01-01') }]);
  });

  it('has nothing to take where nothing was earned, or another currency came back', () => {
    const own = book();
    expect(back(own, 500, '2026-01-05', 'R-9')).toHaveLength(1);
    const euro = { purchaseId: 'R-1', total: { amount: 500, currency: 'EUR' } };
    expect(own.send(PurchaseReturned, euro, at('2026-01-05'))).toHaveLength(1);
  });
});
