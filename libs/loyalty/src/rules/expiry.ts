import type { ExpiryPolicy } from '../events/program-rules.js';
import { daysLater, endOfUnit, monthsLater } from './calendar.js';

/**
 * When points earned at an instant end: from then on they are gone; null: never. Counted in UTC from the earning, not
 * from when they can be used.
 */
export function expiryOf(policy: Readonly<ExpiryPolicy> | undefined, earnedAt: string): string | null {
  if (policy?.kind === 'rolling') {
    return policy.months === undefined ? daysLater(earnedAt, policy.days ?? 0) : monthsLater(earnedAt, policy.months);
  }
  return policy?.kind === 'calendar' ? endOfUnit(earnedAt, policy.unit ?? 'year', policy.after) : null;
}
