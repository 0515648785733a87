import type { StageStay } from './funnel-journey.js';
import type { FunnelRules } from './funnel-rules.js';
import { type FunnelUnit, msOfDays } from './funnel-unit.js';

/** A customer who is in a stage for longer than is good. */
export interface StalledCustomer {
  unit: FunnelUnit;
  stay: StageStay;
  /** How long he has been there, milliseconds. */
  ageMs: number;
  /** Longer than so many days is too long. */
  afterDays: number;
}

/**
 * The customer at an instant (RFC 3339 in UTC), if he is stalled: in his stage for longer than the rules say, or than
 * `days`. Stages of which the rules say nothing are places to stay, unless `days` says how long.
 */
export function stalledAt(
  unit: FunnelUnit,
  instant: string,
  { stages }: FunnelRules,
  days?: number,
): StalledCustomer | undefined {
  const stay = unit.stays.at(-1);
  if (!stay) return undefined;
  const afterDays = days ?? stages.find(({ stage }) => stage === stay.stage)?.stalledAfterDays;
  if (afterDays === undefined) return undefined;
  const ageMs = Date.parse(instant) - Date.parse(stay.enteredAt);
  return ageMs > msOfDays(afterDays) ? { unit, stay, ageMs, afterDays } : undefined;
}

/** Longest first; of two equally long ones the customer known for longer. */
export function longestFirst(a: StalledCustomer, b: StalledCustomer): number {
  return b.ageMs - a.ageMs || a.unit.place - b.unit.place;
}
