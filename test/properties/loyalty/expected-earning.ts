import type { DatedFact } from '#kernel';
import type { EarningCap, EarningRule, PointsEarned, Programs, ProgramPublished } from '#loyalty';
import type { PurchaseRecorded } from '#sales';

/**
 * What a fact should earn, counted again by plain arithmetic on small numbers. `earlier`: what this programme gave this
 * customer before. Undefined: no lot.
 */
export function expectedEarning(
  { type, data, occurredAt }: DatedFact,
  version: ProgramPublished,
  earlier: readonly PointsEarned[],
): { points: number; parts: Map<string, number> } | undefined {
  const parts = new Map<string, number>();
  let total = 0;
  let withheld = 0;
  for (const rule of version.earning) {
    const wanted = wantedBy(rule, type, data, version.rounding ?? 'down');
    const given = Math.min(
      wanted,
      roomUnder(rule.caps ?? [], earlier, occurredAt, rule.rule),
      roomUnder(version.caps ?? [], earlier, occurredAt, undefined) - total,
    );
    total += given;
    withheld += wanted - given;
    if (given > 0) parts.set(rule.rule, given);
  }
  const countsForTiers =
    type === 'PurchaseRecorded' && version.tiers !== undefined && version.tiers.metric !== 'points';
  return total > 0 || withheld > 0 || countsForTiers ? { points: total, parts } : undefined;
}

function wantedBy(rule: EarningRule, type: string, data: object, rounding: string): number {
  if (rule.base === 'stated') {
    return type === rule.factType ? ((data as { rewardPoints?: number }).rewardPoints ?? 0) : 0;
  }
  if (type !== 'PurchaseRecorded') return 0;
  const purchase = data as PurchaseRecorded;
  if (rule.exclude?.stores?.includes(purchase.store!)) return 0;
  return (rule.points ?? 0) * timesIn(rule, purchase, rounding);
}

function timesIn(rule: EarningRule, { total, lines = [] }: PurchaseRecorded, rounding: string): number {
  if (rule.currency !== undefined && rule.currency !== total.currency) return 0;
  const excluded = lines.filter(({ sku }) => rule.exclude?.skus?.includes(sku));
  const counting = lines.filter((line) => !excluded.includes(line));
  if (rule.base === 'order') return Number(lines.length === 0 || counting.length > 0);
  if (rule.base === 'unit') return round(counting.reduce((sum, line) => sum + line.quantity, 0) / rule.per!, rounding);
  const notPaid = excluded.reduce((sum, line) => sum + line.quantity * (line.unitPrice as number), 0);
  const digits = { JPY: 0, USD: 2, KWD: 3 }[total.currency]!;
  const perMinor = rule.currency === undefined ? (rule.per! * 10 ** digits) / 100 : rule.per!;
  return round(Math.max(0, total.amount - notPaid) / perMinor, rounding);
}

function round(value: number, rounding: string): number {
  // Small quotients: what is a whole number up to the last bits of a double is one.
  const near = Math.round(value * 1e9) / 1e9;
  if (rounding === 'up') return Math.ceil(near);
  return rounding === 'half_up' ? Math.floor(near + 0.5) : Math.floor(near);
}

const SHARED = { day: 10, month: 7, year: 4, ever: 0 };

function roomUnder(
  caps: readonly EarningCap[],
  earlier: readonly PointsEarned[],
  at: string,
  rule: string | undefined,
): number {
  return caps.reduce((room, { points, per }) => {
    if (per === 'fact') return Math.min(room, points);
    const given = earlier
      .filter(({ earnedAt }) => earnedAt.slice(0, SHARED[per]) === at.slice(0, SHARED[per]))
      .flatMap(({ parts }) => parts)
      .filter((part) => rule === undefined || part.rule === rule)
      .reduce((sum, part) => sum + part.points, 0);
    return Math.min(room, Math.max(0, points - given));
  }, Infinity);
}

/** The version in force at an instant, by looking at all of them. */
export function inForceAt(published: Programs, program: string, at: string): ProgramPublished | undefined {
  const begun = (published.get(program) ?? []).filter(({ effectiveFrom }) => effectiveFrom <= at);
  return begun.toSorted((a, b) => a.programVersion - b.programVersion).at(-1);
}
