import { type DatedFact, minorUnitsOf } from '#kernel';
import type { PurchaseRecorded } from '#sales';
import type { EarningExclusions, EarningRule } from '../events/program-rules.js';
import type { Rounding } from '../events/program-rules.js';
import { minorUnitsInOne } from './whole-units.js';

export const PURCHASE = 'PurchaseRecorded';

type Line = NonNullable<PurchaseRecorded['lines']>[number];

/** What a rule makes of a fact, before any cap. */
export interface Counted {
  /** Minor units paid, pieces, or facts. */
  counted: number;
  points: bigint;
}

/** What the rule gives for the fact; undefined when it does not apply. Exact: whole numbers only. */
export function countedBy(rule: Readonly<EarningRule>, fact: DatedFact, rounding: Rounding): Counted | undefined {
  if ((rule.factType ?? PURCHASE) !== fact.type || !isFrom(rule, fact) || isExcluded(rule.exclude, fact.data)) {
    return undefined;
  }
  if (rule.base === 'stated') return stated(rule, fact.data as Record<string, unknown>);
  if (rule.base === 'activity') return { counted: 1, points: BigInt(rule.points ?? 0) };
  return purchased(rule, fact.data as PurchaseRecorded, rounding);
}

function isFrom({ sources }: Readonly<EarningRule>, { source }: DatedFact): boolean {
  return sources === undefined || (source !== undefined && sources.includes(source));
}

function isExcluded(exclude: Readonly<EarningExclusions> | undefined, data: object): boolean {
  const { store, channel } = data as { store?: string; channel?: string };
  return (
    (store !== undefined && (exclude?.stores?.includes(store) ?? false)) ||
    (channel !== undefined && (exclude?.channels?.includes(channel) ?? false))
  );
}

function stated({ field = '' }: Readonly<EarningRule>, data: Record<string, unknown>): Counted | undefined {
  const points = Object.hasOwn(data, field) ? data[field] : undefined;
  if (!Number.isSafeInteger(points) || (points as number) <= 0) return undefined;
  return { counted: 1, points: BigInt(points as number) };
}

function purchased(rule: Readonly<EarningRule>, purchase: PurchaseRecorded, rounding: Rounding): Counted | undefined {
  const { total } = purchase;
  const { minTotal, currency, base, points = 0, per = 1 } = rule;
  if (currency !== undefined && currency !== total.currency) return undefined;
  if (minTotal && (minTotal.currency !== total.currency || total.amount < minTotal.amount)) return undefined;
  if (base === 'order') {
    const counted = Number(hasCountingLine(purchase, rule.exclude));
    return { counted, points: BigInt(points * counted) };
  }
  const counted = base === 'unit' ? countingPieces(purchase, rule.exclude) : countingMoney(purchase, rule.exclude);
  // Without a currency of its own a rule's `per` is in hundredths of whole units, whatever the currency's minor unit.
  const scale = base === 'money' && currency === undefined ? { up: 100, down: minorUnitsInOne(total.currency) } : EVEN;
  const steps = quotient(BigInt(counted) * BigInt(scale.up), BigInt(per) * BigInt(scale.down), rounding);
  return { counted, points: steps * BigInt(points) };
}

const EVEN = { up: 1, down: 1 };

/** How many whole times the divisor goes into the amount; what is left over counts as the rounding says. */
function quotient(amount: bigint, divisor: bigint, rounding: Rounding): bigint {
  if (rounding === 'up') return (amount + divisor - 1n) / divisor;
  return rounding === 'half_up' ? (2n * amount + divisor) / (2n * divisor) : amount / divisor;
}

/** What was paid, less the lines that do not count; lines in another currency cannot be told apart from the rest. */
function countingMoney({ total, lines = [] }: PurchaseRecorded, exclude: EarningRule['exclude']): number {
  const excluded = lines.filter((line) => isExcludedLine(line, exclude)).map((line) => amountOf(line, total.currency));
  return Number(excluded.reduce((left, amount) => (amount > left ? 0n : left - amount), BigInt(total.amount)));
}

function amountOf({ quantity, unitPrice, discount = 0 }: Line, currency: string): bigint {
  if ([unitPrice, discount].some((price) => typeof price === 'object' && price.currency !== currency)) return 0n;
  const amount = BigInt(quantity) * BigInt(minorUnitsOf(unitPrice)) - BigInt(minorUnitsOf(discount));
  return amount < 0n ? 0n : amount;
}

function countingPieces({ lines, quantity = 0 }: PurchaseRecorded, exclude: EarningRule['exclude']): number {
  if (!lines) return quantity;
  return lines.filter((line) => !isExcludedLine(line, exclude)).reduce((sum, line) => sum + line.quantity, 0);
}

function hasCountingLine({ lines }: PurchaseRecorded, exclude: EarningRule['exclude']): boolean {
  return lines === undefined || lines.length === 0 || lines.some((line) => !isExcludedLine(line, exclude));
}

function isExcludedLine({ sku, category }: Line, exclude: Readonly<EarningExclusions> | undefined): boolean {
  return (
    (exclude?.skus?.includes(sku) ?? false) ||
    (category !== undefined && (exclude?.categories?.includes(category) ?? false))
  );
}
