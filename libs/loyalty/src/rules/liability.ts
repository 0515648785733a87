import { expectedCostOf, type Fraction, rounded, type Valuation } from './value-of-points.js';

/** Points by the month in which they can last be used (YYYY-MM, UTC); null: they never end. */
export interface OutstandingPoints {
  month: string | null;
  active: bigint;
  pending: bigint;
  lots: number;
}

/** The same with what they are worth, in minor units. */
export interface ValuedPoints extends OutstandingPoints {
  points: bigint;
  /** Those that are expected to be used. */
  expectedPoints: bigint;
  /** What all would cost, were all used. */
  faceValue: bigint;
  /** What those that are expected to be used cost. */
  liability: bigint;
}

/**
 * The worth of outstanding points: points × value / valuePoints, and for the liability × expected redemption. Every column
 * is rounded (a half goes up) on its running sum, so that the months add up to the rounded total exactly.
 */
export function valued(outstanding: readonly OutstandingPoints[], valuation: Valuation): ValuedPoints[] {
  const share = BigInt(valuation.expectedRedemptionPerMille ?? 1_000);
  const expectedPoints = roundedOnTheWay((points) => ({ numerator: points * share, denominator: 1_000n }));
  const faceValue = roundedOnTheWay((points) =>
    expectedCostOf(points, { ...valuation, expectedRedemptionPerMille: 1_000 }),
  );
  const liability = roundedOnTheWay((points) => expectedCostOf(points, valuation));
  return outstanding.map((each) => {
    const points = each.active + each.pending;
    return {
      ...each,
      points,
      expectedPoints: expectedPoints(points),
      faceValue: faceValue(points),
      liability: liability(points),
    };
  });
}

/** What is answered for one figure after the other adds up to the rounded worth of their sum. */
function roundedOnTheWay(worthOf: (points: bigint) => Fraction): (points: bigint) => bigint {
  let sum = 0n;
  let given = 0n;
  return (points) => {
    sum += points;
    const upToHere = rounded(worthOf(sum));
    const own = upToHere - given;
    given = upToHere;
    return own;
  };
}
