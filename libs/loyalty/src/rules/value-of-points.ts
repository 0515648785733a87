import type { Money } from '#kernel';
import type { ProgramVersion } from './programs.js';

/** What a programme says about the worth of points. */
export type Valuation = Pick<ProgramVersion, 'value' | 'valuePoints' | 'expectedRedemptionPerMille'>;

/** An exact number of minor units: numerator and denominator, the latter positive. */
export interface Fraction {
  numerator: bigint;
  denominator: bigint;
}

/**
 * What points are worth when they are used: points × value / valuePoints, fractions of a minor unit dropped. Undefined
 * when the programme gives them no value, or when it is too large to be said exactly.
 */
export function valueOfPoints(points: number, { value, valuePoints = 1 }: Valuation): Money | undefined {
  if (!value) return undefined;
  return money((BigInt(points) * BigInt(value.amount)) / BigInt(valuePoints), value.currency);
}

/**
 * What is expected to be asked of the company for points that are left: points × value / valuePoints × the share that is
 * expected to be used. Exact: it is rounded once, where all that belongs together has been added up.
 */
export function expectedCostOf(points: bigint, valuation: Valuation): Fraction {
  const { value, valuePoints = 1, expectedRedemptionPerMille = 1_000 } = valuation;
  return {
    numerator: points * BigInt(value?.amount ?? 0) * BigInt(expectedRedemptionPerMille),
    denominator: BigInt(valuePoints) * 1_000n,
  };
}

export function plus(a: Fraction, b: Fraction): Fraction {
  if (a.denominator === b.denominator) return { ...a, numerator: a.numerator + b.numerator };
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

/** The nearest whole number; a half goes up. Only for fractions that are not negative. */
export function rounded({ numerator, denominator }: Fraction): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}

export function money(amount: bigint, currency: string): Money | undefined {
  return amount > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : { amount: Number(amount), currency };
}
