import { describe, expect, it } from '@jest/globals';
import { PurchaseRecorded } from '#sales';
import { fact, given } from '../../../../test/support/given.js';
import { LoyaltyBook } from '../../../../test/support/loyalty.js';
import { BookAccount } from '../events/book-account.js';
import { RedeemPoints } from '../events/points-redeemed.js';
import { spendable, usableLots } from './account-questions.js';
import { bookAccount } from './book-account.js';

const at = (date: string): string => `${date}T12:00:00.000Z`;
const perUnit = { rule: 'buy', base: 'money' as const, points: 1, per: 100 };

function book(more: object = {}): LoyaltyBook {
  const own = new LoyaltyBook();
  own.publish({ earning: [perUnit], expiry: { kind: 'rolling', days: 30 }, ...more });
  return own;
}

const buy = (own: LoyaltyBook, points: number, date: string): void =>
  void own.send(PurchaseRecorded, { total: { amount: points * 100, currency: 'USD' } }, at(date));

const balance = (own: LoyaltyBook, date: string): number =>
  spendable(own.account, 'points', usableLots(own.account, 'points', at(date)));

describe('booking', () => {
  it('writes down once what was left of each lot that has ended, dated when it did', () => {
    const own = book();
    buy(own, 10, '2026-01-02');
    buy(own, 20, '2026-01-01');
    buy(own, 5, '2026-01-20');
    own.send(RedeemPoints, { points: 15 }, at('2026-01-21'));
    const booked = own.sendAs('0198c2a0-0000-7000-8000-000000000001', BookAccount, {}, at('2026-02-10'));
    expect(booked).toMatchObject([
      { type: 'PointsExpired', data: { points: 5, effectiveAt: at('2026-01-31') }, occurredAt: at('2026-01-31') },
      { type: 'PointsExpired', data: { points: 10, effectiveAt: at('2026-02-01'), programVersion: 1 } },
    ]);
    expect(own.send(BookAccount, {}, at('2026-02-10'))).toBe('nothing-to-book');
  });

  it('goes up to an instant that has come', () => {
    const own = book();
    buy(own, 10, '2026-01-01');
    expect(own.send(BookAccount, { until: at('2026-01-30') }, at('2026-02-10'))).toBe('nothing-to-book');
    expect(own.send(BookAccount, { until: at('2026-02-11') }, at('2026-02-10'))).toBe('not-in-future');
    expect(own.send(BookAccount, { until: '2026-01-31T14:00:00+02:00' }, at('2026-02-10'))).toHaveLength(1);
  });

  it('is not brought forward by who dates the command to a time that has not come', () => {
    const own = book();
    buy(own, 10, '2026-01-01');
    const command = fact(BookAccount, {}, { occurredAt: at('2026-02-10') });
    const asked = given(bookAccount, own.recorder.events, own.published);
    asked.when({ ...command, recordedAt: at('2026-01-05') }).thenRefused('not-in-future', 'until');
    asked.when({ ...command, recordedAt: at('2026-01-30') }).thenRefused('not-in-future', 'until');
  });

  it('changes no balance: the points were gone before', () => {
    const own = book();
    buy(own, 10, '2026-01-01');
    expect([balance(own, '2026-01-30'), balance(own, '2026-01-31')]).toEqual([10, 0]);
    own.send(BookAccount, {}, at('2026-02-10'));
    expect(balance(own, '2026-02-10')).toBe(0);
  });

  it('judges tiers period by period', () => {
    const tiers = {
      metric: 'points' as const,
      period: 'calendar_year' as const,
      downgrade: 'one_down' as const,
      tiers: [{ tier: 'silver', threshold: 10 }],
    };
    const own = book({ expiry: { kind: 'none' }, tiers });
    buy(own, 10, '2026-01-01');
    expect(own.send(BookAccount, {}, at('2026-12-31'))).toBe('nothing-to-book');
    expect(own.send(BookAccount, {}, at('2028-06-01'))).toMatchObject([
      { type: 'TierRetained', data: { tier: 'silver', effectiveAt: '2027-01-01T00:00:00.000Z' } },
      {
        type: 'TierLost',
        data: { lostTier: 'silver', effectiveAt: '2028-01-01T00:00:00.000Z', evidence: { value: 0 } },
      },
    ]);
    expect(own.send(BookAccount, {}, at('2029-06-01'))).toBe('nothing-to-book');
  });
});

describe('a balance', () => {
  // Credits that have expired leave a sum while the debits that used them stay in it: 50 - 80 = -30.
  it('does not collapse when points expire of which some were used', () => {
    const own = book();
    buy(own, 100, '2026-01-01');
    own.send(RedeemPoints, { points: 80 }, at('2026-01-06'));
    buy(own, 50, '2026-01-21');
    expect(balance(own, '2026-01-30')).toBe(70);
    expect(balance(own, '2026-02-10')).toBe(50);
    expect(own.send(BookAccount, {}, at('2026-02-10'))).toMatchObject([{ data: { points: 20 } }]);
    expect(balance(own, '2026-02-10')).toBe(50);
    expect(own.send(RedeemPoints, { points: 50 }, at('2026-02-10'))).toHaveLength(1);
  });
});
