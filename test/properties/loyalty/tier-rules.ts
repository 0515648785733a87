import type { DatedFact } from '#kernel';
import type { PointsEarned, PointsReversed, Programs, TierLost, TierReached } from '#loyalty';
import type { PurchaseReturned } from '#sales';
import { demand } from './demand.js';
import { inForceAt } from './expected-earning.js';
import type { Outcome } from './world.js';

type Decided = TierReached & Partial<Pick<TierLost, 'lostTier'>>;

/** What is said of tiers rests on what was counted, and follows on what was said before. */
export function checkTiers({ before, answer, published }: Outcome): void {
  if (typeof answer === 'string') return;
  answer.forEach((event, place) => {
    const earlier = [...before, ...answer.slice(0, place)];
    if (event.type === 'TierReached') checkReached(event, earlier);
    if (event.type === 'TierRetained' || event.type === 'TierLost') checkJudged(event, earlier, published);
  });
}

function checkReached({ data, occurredAt }: DatedFact, earlier: readonly DatedFact[]): void {
  const said = data as Decided;
  const { evidence, effectiveAt, tier } = said;
  demand(occurredAt === effectiveAt, 'a tier is dated when it takes effect', said);
  demand(counted(earlier, said) === evidence.value, 'the evidence is what was counted', said);
  demand(evidence.value >= evidence.threshold, 'a tier is reached by its threshold', said);
  demand(lastTier(earlier, said.program)?.tier !== tier, 'a tier that one has is not reached again', said);
}

function checkJudged({ type, data, occurredAt }: DatedFact, earlier: readonly DatedFact[], published: Programs): void {
  const said = data as Decided;
  const { evidence, effectiveAt, program } = said;
  const last = lastTier(earlier, program);
  demand(occurredAt === effectiveAt, 'a tier is dated when it takes effect', said);
  demand(last?.validUntil === effectiveAt, 'a tier is judged when its period ends', { said, last });
  demand((said.lostTier ?? said.tier) === last.tier, 'what is judged is the tier that one has', { said, last });
  const policy = inForceAt(published, program, effectiveAt)?.tiers;
  if (!policy) return demand(type === 'TierLost', 'without tiers nobody keeps one', said);
  demand(counted(earlier, said) === evidence.value, 'the evidence is what was counted', { said, last });
  const isKept = evidence.value >= evidence.threshold && policy.tiers.some(({ tier }) => tier === last.tier);
  demand(isKept === (type === 'TierRetained'), 'a tier is kept by what keeping it asks', said);
}

function lastTier(events: readonly DatedFact[], program: string): Decided | undefined {
  return events.findLast(({ type, data }) => type.startsWith('Tier') && (data as Decided).program === program)?.data as
    Decided | undefined;
}

function counted(events: readonly DatedFact[], { program, evidence }: Decided): number {
  const { metric, from, until } = evidence;
  return events
    .filter(({ type, data }) => type === 'PointsEarned' && (data as PointsEarned).program === program)
    .map(({ data }) => data as PointsEarned)
    .filter(({ earnedAt }) => from <= earnedAt && earnedAt < until)
    .reduce((sum, lot) => sum + metricOf(metric, lot, events), 0);
}

function metricOf(
  metric: string,
  { lotId, points, purchaseRef, base }: PointsEarned,
  events: readonly DatedFact[],
): number {
  if (metric === 'points') {
    const reversals = events.filter(
      ({ type, data }) => type === 'PointsReversed' && (data as PointsReversed).lotId === lotId,
    );
    return points - reversals.reduce((sum, { data }) => sum + (data as PointsReversed).points, 0);
  }
  if (!base) return 0;
  const back = events
    .filter(({ type, data }) => type === 'PurchaseReturned' && (data as PurchaseReturned).purchaseId === purchaseRef)
    .map(({ data }) => (data as PurchaseReturned).total)
    .reduce((sum, { amount, currency }) => (currency === base.currency ? sum + amount : sum), 0);
  if (metric === 'count') return back > 0 && back >= base.amount ? 0 : 1;
  return base.currency === 'USD' ? Math.max(0, base.amount - back) : 0;
}
