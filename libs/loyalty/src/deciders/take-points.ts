import type { Allocation } from '../events/allocation.js';
import { allocate } from '../rules/allocate.js';
import type { Account } from './account.js';
import { spendable, usableLots } from './account-questions.js';
import { refuse } from './refuse.js';

/**
 * So many points out of the lots that can be used at an instant, what ends first before the rest. Refused when there are
 * not so many: pending ones do not count, and what is owed is not there to be used.
 */
export function takePoints(account: Account, program: string, points: number, at: string): Allocation[] {
  const usable = usableLots(account, program, at);
  const there = spendable(account, program, usable);
  if (points > there) {
    refuse('enough-points', 'points', `${points} points of ${program} are asked for, and ${there} can be used`);
  }
  return allocate(usable, points);
}
