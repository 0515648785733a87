import type { NewFact } from '#kernel';
import { TierLost, TierReached, TierRetained } from '../events/tiers.js';
import { endOfUnit, monthsLater } from '../rules/calendar.js';
import { programInForce, type Programs, type ProgramVersion } from '../rules/programs.js';
import {
  dueTiers,
  heldUntil,
  type JudgedTier,
  type Measure,
  rankOf,
  reachedTier,
  type TierDecision,
} from '../rules/tiers.js';
import { type Account, programAccount } from './account.js';
import { measureIn } from './account-questions.js';
import { later, newFact } from './new-fact.js';

/** The tiers that the dates have kept or taken up to an instant and that nobody has booked, dated when they took effect. */
export function bookTiers(account: Account, published: Programs, program: string, until: string): NewFact[] {
  const { tier } = programAccount(account, program);
  if (tier === null) return [];
  const inForce = (at: string) => programInForce(published, program, at);
  return dueTiers(tier, inForce, measureIn(account, program), until).map((judged) => judgedFact(program, judged));
}

/**
 * A tier that is reached by what was earned at an instant, and before it what the dates said until then. What is reported
 * late is judged with all that is known of its period, and raises the tier from when it was last decided on: what was
 * decided stays, and a later decision corrects it.
 */
export function reachTiers(
  account: Account,
  published: Programs,
  version: ProgramVersion,
  earnedAt: string,
): NewFact[] {
  const { program, tiers: policy } = version;
  if (!policy) return [];
  const measure = measureIn(account, program);
  const at = lastEarningOfPeriod(account, version, earnedAt);
  const reached = reachedTier(policy, measure, at);
  if (!reached) return [];
  const { tier: last } = programAccount(account, program);
  if (last && last.effectiveAt >= longestHold(version, at)) return [];
  const effectiveAt = last ? later(at, last.effectiveAt) : at;
  const due = dueSince(last, published, program, measure, effectiveAt);
  const current = due.at(-1) ?? last;
  if (rankOf(policy, reached.tier) <= rankOf(policy, current?.tier ?? null)) return [];
  const validUntil = heldUntil(policy, effectiveAt);
  const fact = newFact(
    TierReached,
    {
      program,
      programVersion: version.programVersion,
      tier: reached.tier,
      effectiveAt,
      ...(validUntil === null ? {} : { validUntil }),
      evidence: reached.evidence,
    },
    effectiveAt,
  );
  return [...due.map((judged) => judgedFact(program, judged)), fact];
}

function dueSince(
  last: TierDecision | null,
  published: Programs,
  program: string,
  measure: Measure,
  until: string,
): JudgedTier[] {
  return dueTiers(last, (at) => programInForce(published, program, at), measure, until);
}

/** The last known earning in the period that begins with this one: a late report may complete what came after it. */
function lastEarningOfPeriod(account: Account, { program, tiers }: ProgramVersion, earnedAt: string): string {
  const end = tiers?.period === 'rolling' ? monthsLater(earnedAt, tiers.months ?? 12) : endOfUnit(earnedAt, 'year');
  let last = earnedAt;
  for (const [day, lots] of programAccount(account, program).earnedOn) {
    if (day < last.slice(0, 10) || day > end) continue;
    for (const lotId of lots) {
      const { earnedAt: at } = account.lots.get(lotId)!;
      if (at > last && at < end) last = at;
    }
  }
  return last;
}

/** Until when a tier reached at an instant would have lasted at least: a late report of it changes nothing after that. */
function longestHold({ tiers }: ProgramVersion, at: string): string {
  return tiers?.period === 'rolling' ? monthsLater(at, tiers.months ?? 12) : endOfUnit(at, 'year', 1);
}

function judgedFact(program: string, judged: JudgedTier): NewFact {
  const { kind, before, tier, effectiveAt, validUntil, evidence, programVersion } = judged;
  const data = {
    program,
    programVersion,
    ...(tier === null ? {} : { tier }),
    effectiveAt,
    ...(validUntil === null ? {} : { validUntil }),
    evidence,
  };
  return kind === 'retained'
    ? newFact(TierRetained, data, effectiveAt)
    : newFact(TierLost, { ...data, lostTier: before }, effectiveAt);
}
