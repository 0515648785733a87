import type { DatedFact } from '#kernel';
import { accountMemory } from '../deciders/account-memory.js';
import { measureIn } from '../deciders/account-questions.js';
import type { TierReached } from '../events/tiers.js';
import { type Programs, programInForce } from './programs.js';
import { type TierDecision, tierAt, type TierProgress, tierProgress } from './tiers.js';

/** The tier of a customer in a programme at an instant, and how far it is to the next one. */
export interface TierView extends TierDecision {
  /** The event that says so; null where only the dates do: nobody has booked it yet. */
  eventId: string | null;
}

export interface TierStanding {
  /** Null where no tier was ever decided. */
  tier: TierView | null;
  /** Null where the programme has no tiers. */
  progress: TierProgress | null;
}

const TIER_FACTS = new Set(['TierReached', 'TierRetained', 'TierLost']);

/**
 * Where a customer stands in a programme's tiers at an instant (RFC 3339 in UTC), by his facts in the order of recording:
 * what was decided, and what the dates have said since, judged as it is when it is booked.
 */
export function tierStanding(
  facts: readonly DatedFact[],
  published: Programs,
  program: string,
  at: string,
): TierStanding {
  const account = facts.reduce(accountMemory.evolve, accountMemory.initialState());
  const measure = measureIn(account, program);
  const decisions = facts.filter(({ type, data }) => TIER_FACTS.has(type) && (data as TierReached).program === program);
  const views = decisions.map(({ id, data }) => ({ ...decisionOf(data as TierReached), eventId: id }));
  const current = tierAt(views, (instant) => programInForce(published, program, instant), measure, at);
  const policy = programInForce(published, program, at)?.tiers;
  return {
    tier: current && { ...current, eventId: views.find((view) => view === current)?.eventId ?? null },
    progress: policy ? tierProgress(policy, measure, current?.tier ?? null, at) : null,
  };
}

function decisionOf({ tier, effectiveAt, validUntil, evidence, programVersion }: TierReached): TierDecision {
  return { tier: tier ?? null, effectiveAt, validUntil: validUntil ?? null, evidence, programVersion };
}
