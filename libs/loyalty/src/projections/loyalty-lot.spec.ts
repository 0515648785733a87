import { describe, expect, it } from '@jest/globals';
import { fold, storedAndLoaded } from '../../../../test/support/fold.js';
import { CUSTOMER, recorded } from '../../../../test/support/recorded.js';
import {
  PointsAdjusted,
  PointsDebtRepaid,
  PointsEarned,
  PointsExpired,
  PointsRedeemed,
  PointsReversed,
  PointsTransferred,
  RedemptionRefunded,
} from '../events/index.js';
import { loyaltyLotTable, type LoyaltyLotRow } from './loyalty-lot.js';
import { loyaltyMovementTable } from './loyalty-movement.js';

const PROGRAM = { program: 'points', programVersion: 1 };
const SOURCE = '22222222-2222-5222-8222-222222222222';
const ENDS = '2028-03-01T12:00:00.000Z';
const earned = (lotId: string, points: number, position: number) =>
  recorded(
    PointsEarned,
    {
      ...PROGRAM,
      lotId,
      points,
      earnedAt: '2026-03-01T12:00:00.000Z',
      availableFrom: '2026-03-15T12:00:00.000Z',
      expiresAt: ENDS,
      sourceEventId: SOURCE,
      purchaseRef: 'P-1',
      base: { amount: 10_050, currency: 'EUR' },
      parts: [{ rule: 'spend', points, counted: 10_050 }],
    },
    { position },
  );
const all = [
  earned('a', 100, 1),
  recorded(
    PointsRedeemed,
    { ...PROGRAM, redemptionId: 'R-1', points: 60, allocations: [{ lotId: 'a', points: 60 }] },
    { position: 2 },
  ),
  recorded(
    RedemptionRefunded,
    {
      ...PROGRAM,
      redemptionId: 'R-1',
      points: 30,
      allocations: [{ lotId: 'a', points: 20 }],
      reinstated: [
        {
          lotId: 'b',
          fromLotId: 'a',
          points: 10,
          earnedAt: '2026-03-01T12:00:00.000Z',
          availableFrom: '2026-04-01T12:00:00.000Z',
        },
      ],
      forfeited: 0,
      forfeitedFrom: [],
    },
    { position: 3 },
  ),
  recorded(
    PointsReversed,
    {
      ...PROGRAM,
      lotId: 'a',
      sourceEventId: SOURCE,
      points: 25,
      allocations: [
        { lotId: 'a', points: 15 },
        { lotId: 'b', points: 5 },
      ],
      lapsed: 0,
      shortfall: 5,
    },
    { position: 4 },
  ),
  recorded(
    PointsAdjusted,
    { ...PROGRAM, direction: 'debit', points: 4, reason: 'Mistake', allocations: [{ lotId: 'a', points: 4 }] },
    { position: 5 },
  ),
  recorded(
    PointsTransferred,
    {
      ...PROGRAM,
      transferId: 'T-1',
      direction: 'out',
      otherCustomer: SOURCE,
      points: 3,
      allocations: [{ lotId: 'a', points: 3 }],
      lots: [
        {
          lotId: 'c',
          fromLotId: 'a',
          points: 3,
          earnedAt: '2026-03-01T12:00:00.000Z',
          availableFrom: '2026-03-15T12:00:00.000Z',
        },
      ],
    },
    { position: 6 },
  ),
  recorded(
    PointsDebtRepaid,
    { ...PROGRAM, points: 2, allocations: [{ lotId: 'a', points: 2 }], sourceEventId: SOURCE },
    { position: 7 },
  ),
  recorded(PointsExpired, { ...PROGRAM, lotId: 'a', points: 36, effectiveAt: ENDS }, { position: 8 }),
];

describe('the lots', () => {
  it('say what earned them, and what became of every point', () => {
    const rows = fold(loyaltyLotTable, all);
    expect(rows.get('a')).toMatchObject({
      customer_id: CUSTOMER,
      origin: 'earned',
      event_id: all[0]!.id,
      source_event_id: SOURCE,
      purchase_ref: 'P-1',
      base_amount: 10_050,
      base_currency: 'EUR',
      parts: [{ rule: 'spend', points: 100, counted: 10_050 }],
      expires_at: ENDS,
      points: 100,
      redeemed: 60,
      refunded: 20,
      reversed: 15,
      adjusted: 4,
      transferred_out: 3,
      debt_repaid: 2,
      expired: 36,
      remaining: 0,
    });
    expect(rows.get('b')).toMatchObject({
      origin: 'reinstated',
      from_lot_id: 'a',
      expires_at: null,
      points: 10,
      reversed: 5,
      remaining: 5,
    });
  });

  it('are made by adjusting and by what comes from another customer; giving makes none here', () => {
    const lot = { lotId: 'd', points: 9, earnedAt: ENDS, availableFrom: ENDS };
    const rows = fold(loyaltyLotTable, [
      recorded(PointsAdjusted, { ...PROGRAM, direction: 'credit', points: 9, reason: 'Sorry', lot }, { position: 1 }),
      recorded(
        PointsTransferred,
        {
          ...PROGRAM,
          transferId: 'T-2',
          direction: 'in',
          otherCustomer: SOURCE,
          points: 7,
          lots: [{ ...lot, lotId: 'e', points: 7, fromLotId: 'x' }],
        },
        { position: 2 },
      ),
    ]);
    expect(rows.get('d')).toMatchObject({ origin: 'adjusted', points: 9, adjusted: 0, remaining: 9 });
    expect(rows.get('e')).toMatchObject({ origin: 'transferred', from_customer_id: SOURCE, remaining: 7 });
    expect([...fold(loyaltyLotTable, all).keys()]).toEqual(['a', 'b']);
  });

  it('have left what their movements add up to', () => {
    const movements = [...fold(loyaltyMovementTable, all).values()];
    for (const [lotId, { remaining }] of fold(loyaltyLotTable, all) as ReadonlyMap<string, LoyaltyLotRow & object>) {
      const own = movements.filter(({ lot_id: id }) => id === lotId);
      expect([lotId, own.reduce((sum, { points }) => sum + (points as number), 0)]).toEqual([lotId, remaining]);
    }
    expect(movements.find(({ kind }) => kind === 'expired')).toMatchObject({ at: ENDS, points: -36 });
    expect(movements.find(({ kind }) => kind === 'debt_repaid')).toMatchObject({ points: -2, debt: -2 });
  });

  it('come out the same when their rows went through the database on the way', () => {
    const whole = fold(loyaltyLotTable, all);
    for (let cut = 1; cut < all.length; cut += 1) {
      const before = storedAndLoaded(fold(loyaltyLotTable, all.slice(0, cut)));
      expect(fold(loyaltyLotTable, all.slice(cut), before)).toEqual(whole);
    }
  });

  it('that were not made yet, as far as one asks, keep what is known of them, and their making still fits', () => {
    const late = fold(loyaltyLotTable, [all[1]!]);
    expect(late.get('a')).toMatchObject({ origin: null, points: 0, redeemed: 60, remaining: -60 });
    expect(fold(loyaltyLotTable, [all[0]!], late).get('a')).toMatchObject({ origin: 'earned', remaining: 40 });
  });

  it('are many without the work growing faster than they do', () => {
    const redeemedFrom = (lots: number) => {
      const allocations = Array.from({ length: lots }, (_, lot) => ({ lotId: `lot-${lot}`, points: 1 }));
      const event = recorded(
        PointsRedeemed,
        { ...PROGRAM, redemptionId: 'R-2', points: lots, allocations },
        { position: 9 },
      );
      const start = performance.now();
      expect(fold(loyaltyLotTable, [event]).size + fold(loyaltyMovementTable, [event]).size).toBe(2 * lots);
      return performance.now() - start;
    };
    redeemedFrom(1_000);
    // Ten thousand lots looked through once for each of them would take a minute.
    expect(redeemedFrom(10_000)).toBeLessThan(5_000);
  });
});
