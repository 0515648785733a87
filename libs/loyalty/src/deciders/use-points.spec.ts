import { describe, expect, it } from '@jest/globals';
import { PurchaseRecorded, PurchaseReturned } from '#sales';
import { fact, given } from '../../../../test/support/given.js';
import { ACTOR, LoyaltyBook } from '../../../../test/support/loyalty.js';
import { CUSTOMER } from '../../../../test/support/recorded.js';
import { AdjustPoints } from '../events/points-adjusted.js';
import { type PointsRedeemed, RedeemPoints } from '../events/points-redeemed.js';
import { type PointsTransferred, ReceivePoints, TransferPoints } from '../events/points-transferred.js';
import { RefundRedemption } from '../events/redemption-refunded.js';
import { receiptOf } from '../rules/receipt-of-transfer.js';
import { programAccount } from './account.js';
import { adjustPoints } from './adjust-points.js';
import { redeemPoints } from './redeem-points.js';
import { transferPoints } from './transfer-points.js';

const OTHER = '22222222-2222-5222-8222-222222222222';
const at = (date: string): string => `${date}T12:00:00.000Z`;
const perUnit = { rule: 'buy', base: 'money' as const, points: 1, per: 100 };

function book(more: Parameters<LoyaltyBook['publish']>[0] = { earning: [] }): LoyaltyBook {
  const made = new LoyaltyBook();
  made.publish({ expiry: { kind: 'rolling', days: 30 }, ...more, earning: [perUnit] });
  return made;
}

function buy(own: LoyaltyBook, points: number, date: string, purchaseId = `R-${date}`): void {
  own.send(PurchaseRecorded, { purchaseId, total: { amount: points * 100, currency: 'USD' } }, at(date));
}

const lotsOf = (own: LoyaltyBook) =>
  own.account.lots
    .valueSeq()
    .map(({ remaining }) => remaining)
    .toArray();

describe('points that can be used only later', () => {
  it('are not used earlier by who dates the use to then; clocks may differ by five minutes', () => {
    const own = book({ earning: [], pendingDays: 10 });
    buy(own, 100, '2026-01-01');
    const until = '2026-01-11T12:00:00.000Z';
    const uses = [
      [redeemPoints, fact(RedeemPoints, { points: 10 }, { occurredAt: until })],
      [transferPoints, fact(TransferPoints, { points: 10, toCustomer: OTHER }, { occurredAt: until })],
      [adjustPoints, { ...fact(AdjustPoints, { points: -10, reason: 'x' }, { occurredAt: until }), actor: ACTOR }],
    ] as const;
    for (const [decider, asked] of uses) {
      const use = given(decider, own.recorder.events, own.published);
      use.when({ ...asked, recordedAt: '2026-01-11T11:54:59.999Z' }).thenRefused('not-in-future', 'occurredAt');
      const inTime = { ...asked, recordedAt: '2026-01-11T11:55:00.000Z' };
      expect(decider.decide(inTime, own.account, own.published)).toHaveLength(1);
    }
  });
});

describe('redeeming', () => {
  it('uses what ends first, across lots, and says what it was worth', () => {
    const own = book({ earning: [], value: { amount: 1, currency: 'EUR' }, valuePoints: 2 });
    own.send(
      AdjustPoints,
      { points: 50, reason: 'welcome', expiresAt: '2026-05-01T02:00:00.000+02:00' },
      at('2026-01-01'),
    );
    buy(own, 100, '2026-01-02');
    const facts = own.send(
      RedeemPoints,
      { points: 120, redemptionId: 'X', reward: 'mug', purchaseId: 'R-9' },
      at('2026-01-03'),
    );
    expect(facts).toMatchObject([
      {
        type: 'PointsRedeemed',
        data: {
          program: 'points',
          programVersion: 1,
          redemptionId: 'X',
          points: 120,
          allocations: [{ points: 100 }, { points: 20 }],
          reward: 'mug',
          purchaseId: 'R-9',
          value: { amount: 60, currency: 'EUR' },
        },
      },
    ]);
    expect(lotsOf(own)).toEqual([30, 0]);
  });

  it('goes by its own id where it has none, and happens once', () => {
    const own = book();
    buy(own, 10, '2026-01-02');
    const [redeemed] = own.send(RedeemPoints, { points: 1 }, at('2026-01-03')) as unknown as [{ data: PointsRedeemed }];
    expect(redeemed.data.redemptionId).toMatch(/^[0-9a-f-]{36}$/);
    own.send(RedeemPoints, { points: 1, redemptionId: 'X' }, at('2026-01-03'));
    expect(own.send(RedeemPoints, { points: 1, redemptionId: 'X' }, at('2026-01-03'))).toBe('redeemed-once');
  });

  it('is refused beyond what can be used at that time: not pending, not expired', () => {
    const own = book({ earning: [], pendingDays: 5 });
    buy(own, 10, '2026-01-02');
    expect(own.send(RedeemPoints, { points: 1 }, '2026-01-07T11:59:59.999Z')).toBe('enough-points');
    expect(own.send(RedeemPoints, { points: 11 }, at('2026-01-07'))).toBe('enough-points');
    expect(own.send(RedeemPoints, { points: 4 }, at('2026-01-07'))).toHaveLength(1);
    expect(own.send(RedeemPoints, { points: 6 }, at('2026-02-01'))).toBe('enough-points');
    expect(own.send(RedeemPoints, { points: 6 }, '2026-02-01T11:59:59.999Z')).toHaveLength(1);
  });

  it('is not made of points that had not come yet, or that came back only later', () => {
    const own = book();
    buy(own, 10, '2026-01-02');
    own.send(RedeemPoints, { points: 10, redemptionId: 'X' }, at('2026-01-03'));
    own.send(RefundRedemption, { redemptionId: 'X' }, at('2026-01-06'));
    expect(own.send(RedeemPoints, { points: 1 }, at('2026-01-05'))).toBe('enough-points');
    expect(own.send(RedeemPoints, { points: 1 }, at('2026-01-06'))).toHaveLength(1);
    expect(own.send(RedeemPoints, { points: 1 }, at('2026-01-01'))).toBe('enough-points');
  });

  it('never goes against what is owed', () => {
    const own = book();
    buy(own, 10, '2026-01-02', 'R-1');
    buy(own, 8, '2026-01-03', 'R-2');
    own.send(RedeemPoints, { points: 10 }, at('2026-01-04'));
    own.send(PurchaseReturned, { purchaseId: 'R-1', total: { amount: 500, currency: 'USD' } }, at('2026-01-05'));
    expect(programAccount(own.account, 'points').debt).toBe(5);
    expect(own.send(RedeemPoints, { points: 4 }, at('2026-01-06'))).toBe('enough-points');
    expect(own.send(RedeemPoints, { points: 3 }, at('2026-01-06'))).toHaveLength(1);
  });

  it('asks which programme where there are points of several', () => {
    const own = book();
    own.publish({ program: 'gold', earning: [perUnit] });
    expect(own.send(RedeemPoints, { points: 1 }, at('2026-01-01'))).toBe('which-program');
    expect(own.send(RedeemPoints, { points: 1, program: 'silver' }, at('2026-01-01'))).toBe('known-program');
    own.send(AdjustPoints, { points: 5, reason: 'welcome', program: 'gold' }, at('2026-01-01'));
    expect(own.send(RedeemPoints, { points: 1 }, at('2026-01-02'))).toMatchObject([{ data: { program: 'gold' } }]);
    buy(own, 5, '2026-01-02');
    expect(own.send(RedeemPoints, { points: 1 }, at('2026-01-03'))).toBe('which-program');
    expect(own.send(RedeemPoints, { points: 1, program: 'points' }, at('2026-01-03'))).toHaveLength(1);
  });
});

describe('refunding a redemption', () => {
  it('fills the lots that it came from, what was used last first', () => {
    const own = book();
    buy(own, 10, '2026-01-02');
    buy(own, 10, '2026-01-03');
    own.send(RedeemPoints, { points: 15, redemptionId: 'X' }, at('2026-01-04'));
    const refunded = own.send(RefundRedemption, { redemptionId: 'X', points: 7, reason: 'broken' }, at('2026-01-05'));
    expect(refunded).toMatchObject([
      {
        data: {
          points: 7,
          allocations: [{ points: 5 }, { points: 2 }],
          reinstated: [],
          forfeited: 0,
          reason: 'broken',
        },
      },
    ]);
    expect(lotsOf(own)).toEqual([2, 10]);
    expect(own.send(RefundRedemption, { redemptionId: 'X', points: 9 }, at('2026-01-05'))).toBe(
      'not-more-than-redeemed',
    );
    expect(own.send(RefundRedemption, { redemptionId: 'X' }, at('2026-01-05'))).toMatchObject([
      { data: { points: 8 } },
    ]);
    expect(own.send(RefundRedemption, { redemptionId: 'X' }, at('2026-01-05'))).toBe('not-more-than-redeemed');
    expect(lotsOf(own)).toEqual([10, 10]);
  });

  it('wants a redemption of this customer, made before', () => {
    const own = book();
    buy(own, 10, '2026-01-02');
    own.send(RedeemPoints, { points: 1, redemptionId: 'X' }, at('2026-01-04'));
    expect(own.send(RefundRedemption, { redemptionId: 'Y' }, at('2026-01-05'))).toBe('known-redemption');
    expect(own.send(RefundRedemption, { redemptionId: 'X' }, at('2026-01-03'))).toBe('after-redemption');
    expect(own.send(RefundRedemption, { redemptionId: 'X' }, at('2026-01-04'))).toHaveLength(1);
  });

  it('forfeits points whose lot has ended, or reinstates them for some days', () => {
    const strict = book();
    buy(strict, 10, '2026-01-02');
    strict.send(RedeemPoints, { points: 10, redemptionId: 'X' }, at('2026-01-04'));
    expect(strict.send(RefundRedemption, { redemptionId: 'X' }, at('2026-02-01'))).toMatchObject([
      { data: { allocations: [], reinstated: [], forfeited: 10, forfeitedFrom: [{ points: 10 }] } },
    ]);
    const kind = book({ earning: [], reinstateDays: 7 });
    buy(kind, 10, '2026-01-02');
    kind.send(RedeemPoints, { points: 10, redemptionId: 'X' }, at('2026-01-04'));
    expect(kind.send(RefundRedemption, { redemptionId: 'X' }, at('2026-02-01'))).toMatchObject([
      {
        data: {
          forfeited: 0,
          reinstated: [
            { points: 10, earnedAt: at('2026-01-02'), availableFrom: at('2026-02-01'), expiresAt: at('2026-02-08') },
          ],
        },
      },
    ]);
    expect(kind.send(RedeemPoints, { points: 10 }, at('2026-02-07'))).toHaveLength(1);
  });

  it('repays what is owed out of what came back', () => {
    const own = book();
    buy(own, 10, '2026-01-02', 'R-1');
    own.send(RedeemPoints, { points: 10, redemptionId: 'X' }, at('2026-01-04'));
    own.send(PurchaseReturned, { purchaseId: 'R-1', total: { amount: 1_000, currency: 'USD' } }, at('2026-01-05'));
    expect(own.send(RefundRedemption, { redemptionId: 'X' }, at('2026-01-06'))).toMatchObject([
      { type: 'RedemptionRefunded' },
      { type: 'PointsDebtRepaid', data: { points: 10, allocations: [{ points: 10 }] } },
    ]);
    expect(programAccount(own.account, 'points').debt).toBe(0);
    expect(lotsOf(own)).toEqual([0]);
  });
});

describe('adjusting by hand', () => {
  it('adds a lot that can be used at once and ends as the programme, or he who adds it, says', () => {
    const own = book({ earning: [], pendingDays: 5 });
    expect(own.send(AdjustPoints, { points: 5, reason: 'sorry' }, at('2026-01-02'))).toMatchObject([
      {
        type: 'PointsAdjusted',
        data: {
          direction: 'credit',
          points: 5,
          reason: 'sorry',
          lot: { points: 5, earnedAt: at('2026-01-02'), availableFrom: at('2026-01-02'), expiresAt: at('2026-02-01') },
        },
      },
    ]);
    const until = { points: 5, reason: 'sorry', expiresAt: '2026-01-02T13:00:00+02:00' };
    expect(own.send(AdjustPoints, until, '2026-01-02T10:59:59.999Z')).toMatchObject([
      { data: { lot: { expiresAt: '2026-01-02T11:00:00.000Z' } } },
    ]);
    expect(own.send(AdjustPoints, until, '2026-01-02T11:00:00.000Z')).toBe('ends-later');
  });

  it('takes in the order of use, and not more than there is', () => {
    const own = book();
    buy(own, 10, '2026-01-02');
    expect(own.send(AdjustPoints, { points: -11, reason: 'mistake' }, at('2026-01-03'))).toBe('enough-points');
    expect(own.send(AdjustPoints, { points: -4, reason: 'mistake' }, at('2026-01-03'))).toMatchObject([
      { data: { direction: 'debit', points: 4, allocations: [{ points: 4 }], reason: 'mistake' } },
    ]);
    const ending = { points: -1, reason: 'mistake', expiresAt: at('2027-01-01') };
    expect(own.send(AdjustPoints, ending, at('2026-01-03'))).toBe('credit-only');
  });

  it('is done by somebody, about some points, in a programme', () => {
    const own = book();
    expect(own.send(AdjustPoints, { points: 0, reason: 'why not' }, at('2026-01-03'))).toBe('not-zero');
    const nobody = {
      id: CUSTOMER,
      type: 'AdjustPoints',
      data: { points: 1, reason: 'x' },
      occurredAt: at('2026-01-03'),
    };
    expect(own.recorder.attempt(nobody, true)).toBe('actor-known');
    own.publish({ program: 'gold', earning: [] });
    expect(own.send(AdjustPoints, { points: 1, reason: 'x' }, at('2026-01-03'))).toBe('which-program');
  });

  it('never makes an account larger than can be counted', () => {
    const own = book();
    own.send(AdjustPoints, { points: Number.MAX_SAFE_INTEGER - 5, reason: 'x' }, at('2026-01-03'));
    expect(own.send(AdjustPoints, { points: 6, reason: 'x' }, at('2026-01-03'))).toBe('within-account');
    buy(own, 9, '2026-01-04');
    expect(own.account.lots.last()).toMatchObject({ points: 5, parts: [{ points: 5, withheld: 4 }] });
  });
});

describe('giving points to another customer', () => {
  const gave = (): { own: LoyaltyBook; out: PointsTransferred } => {
    const own = book();
    buy(own, 10, '2026-01-02');
    buy(own, 10, '2026-01-03');
    const [fact] = own.send(
      TransferPoints,
      { points: 15, toCustomer: OTHER, reason: 'gift' },
      at('2026-01-04'),
    ) as unknown as [{ data: PointsTransferred }];
    return { own, out: fact.data };
  };

  it('takes them in the order of use, with the dates that they had', () => {
    const { own, out } = gave();
    expect(lotsOf(own)).toEqual([0, 5]);
    expect(out).toMatchObject({ direction: 'out', otherCustomer: OTHER, points: 15, reason: 'gift' });
    expect(out.lots).toMatchObject([
      { fromLotId: out.allocations![0]!.lotId, points: 10, earnedAt: at('2026-01-02'), expiresAt: at('2026-02-01') },
      { points: 5, earnedAt: at('2026-01-03'), availableFrom: at('2026-01-03'), expiresAt: at('2026-02-02') },
    ]);
    expect(new Set(out.lots.map(({ lotId }) => lotId)).size).toBe(2);
  });

  it('brings them in once, with the same lots, and not before they came', () => {
    const { out } = gave();
    const other = new LoyaltyBook({ customerId: OTHER });
    const receipt = receiptOf(out, CUSTOMER);
    expect(other.send(ReceivePoints, receipt, at('2026-01-04'))).toMatchObject([
      { type: 'PointsTransferred', data: { direction: 'in', otherCustomer: CUSTOMER, lots: out.lots, reason: 'gift' } },
    ]);
    expect(other.send(ReceivePoints, receipt, at('2026-01-04'))).toBe('received-once');
    expect(other.send(RedeemPoints, { points: 1 }, at('2026-01-03'))).toBe('enough-points');
    expect(other.send(RedeemPoints, { points: 15 }, at('2026-01-04'))).toHaveLength(1);
  });

  it('repays what the other one owes first, out of what ends first', () => {
    const { out } = gave();
    const other = new LoyaltyBook({ customerId: OTHER });
    buy(other, 12, '2026-01-01', 'R-1');
    other.send(RedeemPoints, { points: 12 }, at('2026-01-02'));
    other.send(PurchaseReturned, { purchaseId: 'R-1', total: { amount: 1_200, currency: 'USD' } }, at('2026-01-03'));
    const [, repaid] = other.send(ReceivePoints, receiptOf(out, CUSTOMER), at('2026-01-04')) as [
      unknown,
      { data: object },
    ];
    expect(repaid.data).toMatchObject({
      points: 12,
      allocations: [
        { lotId: out.lots[0]!.lotId, points: 10 },
        { lotId: out.lots[1]!.lotId, points: 2 },
      ],
    });
  });

  it('is refused to oneself, and beyond what there is', () => {
    const { own } = gave();
    expect(own.send(TransferPoints, { points: 1, toCustomer: CUSTOMER }, at('2026-01-05'))).toBe('to-another');
    expect(own.send(TransferPoints, { points: 6, toCustomer: OTHER }, at('2026-01-05'))).toBe('enough-points');
  });
});
