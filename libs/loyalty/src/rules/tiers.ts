import type { TierEvidence } from '../events/tiers.js';
import type { TierMetric, TierPolicy, TierRule } from '../events/program-rules.js';
import { endOfUnit, justAfter, monthsLater, startOfYear } from './calendar.js';
import type { ProgramVersion } from './programs.js';

/** In which tier a customer is from an instant on, and by what. Times are RFC 3339 in UTC. */
export interface TierDecision {
  /** Null: in none. */
  tier: string | null;
  effectiveAt: string;
  /** When it is judged anew; null: never. */
  validUntil: string | null;
  evidence: Readonly<TierEvidence>;
  programVersion: number;
}

/** A tier judged at the end of its period. */
export interface JudgedTier extends TierDecision {
  kind: 'retained' | 'lost';
  /** The tier that was judged. */
  before: string;
}

/** How much of a metric there was from an instant on until just before another one. */
export type Measure = (metric: TierMetric, currency: string | undefined, from: string, until: string) => number;

type InForce = (at: string) => ProgramVersion | undefined;

/** An earning, as tiers count it: less what was returned. */
export interface CountedEarning {
  earnedAt: string;
  points: number;
  /** What was paid; null for what was not a purchase. */
  spent: { amount: number; currency: string } | null;
}

/** Adds up a metric over a customer's earnings: points earned, minor units spent, or purchases that were not wholly returned. */
export function measureOf(earnings: Iterable<CountedEarning>): Measure {
  return (metric, currency, from, until) => {
    let sum = 0;
    for (const { earnedAt, points, spent } of earnings) {
      if (earnedAt < from || earnedAt >= until) continue;
      if (metric === 'points') sum += points;
      else if (metric === 'count') sum += Number(spent !== null);
      else if (spent?.currency === currency) sum += spent?.amount ?? 0;
    }
    return Math.min(sum, Number.MAX_SAFE_INTEGER);
  };
}

/** The highest tier that the metric reaches at an instant, with its evidence. */
export function reachedTier(
  policy: Readonly<TierPolicy>,
  measure: Measure,
  at: string,
): { tier: string; evidence: TierEvidence } | undefined {
  const { from, until } = windowAt(policy, at);
  const value = measure(policy.metric, policy.currency, from, until);
  const reached = highestReached(policy, value);
  if (!reached) return undefined;
  const { tier, threshold } = reached;
  return { tier, evidence: { metric: policy.metric, value, threshold, from, until } };
}

/** Place of a tier among those of the policy, from 0; -1 for none and for one that it does not know. */
export function rankOf(policy: Readonly<TierPolicy>, tier: string | null): number {
  return policy.tiers.findIndex((rule) => rule.tier === tier);
}

/** Until when a tier that takes effect at an instant holds before it is judged; null: for ever. */
export function heldUntil(policy: Readonly<TierPolicy>, effectiveAt: string): string | null {
  if (policy.downgrade === 'none') return null;
  const end =
    policy.period === 'calendar_year' ? endOfUnit(effectiveAt, 'year') : monthsLater(effectiveAt, policy.months ?? 12);
  // No time can be said after the end of the year 9999: what is judged then holds for ever.
  return end > effectiveAt ? end : null;
}

/**
 * What the dates say about a tier up to an instant: each period that has ended is judged by the rules in force at its end,
 * one after the other, whether or not anybody has booked it.
 */
export function dueTiers(last: TierDecision | null, inForce: InForce, measure: Measure, until: string): JudgedTier[] {
  const judged: JudgedTier[] = [];
  let current = last;
  for (;;) {
    if (!current || current.tier === null || current.validUntil === null || current.validUntil > until) return judged;
    const next: JudgedTier = judge(current, current.tier, current.validUntil, inForce(current.validUntil), measure);
    judged.push(next);
    current = next;
  }
}

/** The tier at an instant: the last decision that has taken effect, and what the dates have said since. */
export function tierAt(
  decisions: readonly TierDecision[],
  inForce: InForce,
  measure: Measure,
  at: string,
): TierDecision | null {
  let last: TierDecision | null = null;
  for (const decision of decisions) {
    if (decision.effectiveAt <= at && (last === null || decision.effectiveAt >= last.effectiveAt)) last = decision;
  }
  return dueTiers(last, inForce, measure, at).at(-1) ?? last;
}

/** How far it is to the next tier, counted in the period that an instant lies in. */
export interface TierProgress {
  metric: TierMetric;
  value: number;
  from: string;
  until: string;
  /** Null in the highest tier. */
  next: { tier: string; threshold: number; missing: number } | null;
}

export function tierProgress(
  policy: Readonly<TierPolicy>,
  measure: Measure,
  tier: string | null,
  at: string,
): TierProgress {
  const { metric, currency, tiers } = policy;
  const { from, until } = windowAt(policy, at);
  const value = measure(metric, currency, from, until);
  const next = tiers[rankOf(policy, tier) + 1];
  return {
    metric,
    value,
    from,
    until,
    next: next ? { tier: next.tier, threshold: next.threshold, missing: Math.max(0, next.threshold - value) } : null,
  };
}

/** The period in which a tier can be reached at an instant: its calendar year, or the months before it. */
export function windowAt(policy: Readonly<TierPolicy>, at: string): { from: string; until: string } {
  if (policy.period === 'calendar_year') return { from: startOfYear(at), until: endOfUnit(at, 'year') };
  return { from: monthsLater(at, -(policy.months ?? 12)), until: justAfter(at) };
}

function judge(
  current: TierDecision,
  before: string,
  at: string,
  version: ProgramVersion | undefined,
  measure: Measure,
): JudgedTier {
  const programVersion = version?.programVersion ?? 0;
  const policy = version?.tiers;
  // Where there are no tiers any more, the last one ends with its period.
  if (!policy)
    return { ...current, kind: 'lost', before, tier: null, effectiveAt: at, validUntil: null, programVersion };
  const from = policy.period === 'calendar_year' ? startOfYear(monthsLater(at, -12)) : current.effectiveAt;
  const value = measure(policy.metric, policy.currency, from, at);
  const rank = rankOf(policy, before);
  const threshold = keepingThreshold(policy, rank) ?? current.evidence.threshold;
  const isKept = rank >= 0 && value >= threshold;
  const tier = isKept ? before : tierBelow(policy, rank, value);
  return {
    kind: isKept ? 'retained' : 'lost',
    before,
    tier,
    effectiveAt: at,
    validUntil: tier === null ? null : heldUntil(policy, at),
    evidence: { metric: policy.metric, value, threshold, from, until: at },
    programVersion,
  };
}

function keepingThreshold({ tiers }: Readonly<TierPolicy>, rank: number): number | undefined {
  return tiers[rank]?.retain ?? tiers[rank]?.threshold;
}

/** Where somebody falls who does not keep his tier; one that the rules no longer know is given up for what is reached. */
function tierBelow(policy: Readonly<TierPolicy>, rank: number, value: number): string | null {
  if (policy.downgrade === 'one_down' && rank >= 0) return policy.tiers[rank - 1]?.tier ?? null;
  return highestReached(policy, value, rank < 0 ? policy.tiers.length : rank)?.tier ?? null;
}

function highestReached({ tiers }: Readonly<TierPolicy>, value: number, below = tiers.length): TierRule | undefined {
  return tiers.slice(0, below).findLast(({ threshold }) => value >= threshold);
}
