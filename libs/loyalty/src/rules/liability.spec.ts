import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { valued } from './liability.js';
import { debtRollForward, rollForward } from './roll-forward.js';
import { expectedCostOf, rounded } from './value-of-points.js';

const month = (name: string | null, active: bigint, pending = 0n) => ({ month: name, active, pending, lots: 1 });

describe('the worth of points', () => {
  it('is points × value × expected redemption', () => {
    // 2,000 miles at 0.012, of which 80 % are expected to be used: 19.20.
    const [line] = valued([month('2026-12', 1_500n, 500n)], {
      value: { amount: 12, currency: 'USD' },
      valuePoints: 10,
      expectedRedemptionPerMille: 800,
    });
    expect(line).toMatchObject({ points: 2_000n, expectedPoints: 1_600n, faceValue: 2_400n, liability: 1_920n });
  });

  it('is nothing where the programme gives none; all points are expected to be used unless it says otherwise', () => {
    expect(valued([month(null, 7n)], {})).toMatchObject([{ expectedPoints: 7n, faceValue: 0n, liability: 0n }]);
  });

  it('adds up over the months to the rounded total', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.bigInt(0n, 10_000n), fc.bigInt(0n, 10_000n)), { maxLength: 20 }),
        fc.nat(1_000),
        fc.integer({ min: 1, max: 500 }),
        fc.nat(1_000),
        (amounts, amount, valuePoints, expectedRedemptionPerMille) => {
          const valuation = { value: { amount, currency: 'EUR' }, valuePoints, expectedRedemptionPerMille };
          const lines = valued(
            amounts.map(([active, pending]) => month('2026-01', active, pending)),
            valuation,
          );
          const points = lines.reduce((sum, line) => sum + line.points, 0n);
          const liability = lines.reduce((sum, line) => sum + line.liability, 0n);
          expect(liability).toBe(rounded(expectedCostOf(points, valuation)));
        },
      ),
    );
  });
});

describe('a roll-forward', () => {
  const moved = (kind: string, points: bigint, debt = 0n) => ({ kind, out: points < 0n, points, debt });

  it('shows every kind in its line', () => {
    const lines = rollForward(
      [
        moved('earned', 100n),
        moved('redeemed', -30n),
        moved('adjusted', 5n),
        moved('adjusted', -2n),
        moved('transferred_in', 4n),
        moved('transferred_out', -1n),
        moved('debt_repaid', -3n, -3n),
        moved('debt_incurred', 0n, 9n),
      ],
      { opening: 10n, expired: 13n, closing: 70n },
    );
    expect(lines).toMatchObject({
      opening: 10n,
      earned: 100n,
      redeemed: -30n,
      refunded: 0n,
      adjustedIn: 5n,
      adjustedOut: -2n,
      transferredIn: 4n,
      transferredOut: -1n,
      debtRepaid: -3n,
      expired: -13n,
      closing: 70n,
    });
  });

  it('of debt goes from what was owed to what is', () => {
    expect(debtRollForward([moved('debt_incurred', 0n, 9n), moved('debt_repaid', -3n, -3n)], 2n)).toEqual({
      opening: 2n,
      incurred: 9n,
      repaid: -3n,
      closing: 8n,
    });
  });
});
