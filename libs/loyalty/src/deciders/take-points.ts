import { type DatedFact, instantOf, refuse } from '#kernel';
import type { Allocation } from '../events/allocation.js';
import { allocate } from '../rules/allocate.js';
import type { Account } from './account.js';
import { spendable, usableLots } from './account-questions.js';

/** So far the clock of whoever reports a use may be ahead of the ledger's. */
const CLOCK_DIFFERENCE_MS = 300_000;

/**
 * So many points out of the lots that can be used when the use happens, what ends first before the rest. Refused when there
 * are not so many: pending ones do not count, and what is owed is not there to be used. Nobody uses them earlier by
 * dating the use to when they can be used.
 */
export function takePoints(
  account: Account,
  program: string,
  points: number,
  { occurredAt, recordedAt = occurredAt }: Pick<DatedFact, 'occurredAt' | 'recordedAt'>,
): Allocation[] {
  if (occurredAt > instantOf(Date.parse(recordedAt) + CLOCK_DIFFERENCE_MS)) {
    refuse('not-in-future', 'occurredAt', 'points cannot be used at a time that has not come yet');
  }
  const usable = usableLots(account, program, occurredAt);
  const there = spendable(account, program, usable);
  if (points > there) {
    refuse('enough-points', 'points', `${points} points of ${program} are asked for, and ${there} can be used`);
  }
  return allocate(usable, points);
}
