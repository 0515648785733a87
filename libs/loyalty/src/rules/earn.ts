import { daysLater, monthsLater } from './calendar.js';
import type { Program } from './program.js';
import { minorUnitsInOne } from './whole-units.js';

/** What a programme looks at in a purchase. */
export interface EarningPurchase {
  /** Minor units. */
  amount: number;
  currency: string;
  /** RFC 3339 in UTC. */
  occurredAt: string;
}

/** The points of one earning, with the time in which they can be used. */
export interface EarnedLot {
  points: number;
  earnedAt: string;
  availableFrom: string;
  /** From then on they are gone; null: never. */
  expiresAt: string | null;
}

/** The lot that a purchase earns, or undefined when it is too small to earn anything. Fractions are dropped. */
export function earn({ amount, currency, occurredAt }: EarningPurchase, program: Program): EarnedLot | undefined {
  const { points, perWholeUnits } = program.earning;
  const price = minorUnitsInOne(currency) * perWholeUnits;
  // Dividing what is left without the remainder is exact: a quotient of large amounts could be rounded up.
  const earned = ((amount - (amount % price)) / price) * points;
  if (earned === 0) return undefined;
  return {
    points: earned,
    earnedAt: occurredAt,
    availableFrom: daysLater(occurredAt, program.availableAfterDays),
    expiresAt: program.expiry && monthsLater(occurredAt, program.expiry.months),
  };
}

/**
 * Points to take back when `returned` of the `paid` minor units were paid back in all: the same share of the points,
 * fractions dropped in the customer's favour, and every point when everything came back. It is computed from the sum
 * of all returns, so that many small ones take back as much as one large.
 */
export function reversedPoints(points: number, paid: number, returned: number): number {
  if (paid === 0 || returned === 0) return 0;
  if (returned >= paid) return points;
  return Number((BigInt(points) * BigInt(returned)) / BigInt(paid));
}
