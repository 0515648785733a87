import type { NewFact } from '#kernel';
import { PointsDebtIncurred } from '../events/points-debt.js';
import { PointsReversed } from '../events/points-reversed.js';
import { allocate, type Available, pointsOf } from '../rules/allocate.js';
import { hasExpired, inOrderOfUse } from '../rules/lots.js';
import type { ProgramVersion } from '../rules/programs.js';
import { reversedPoints } from '../rules/returned-share.js';
import { type Account, type AccountLot, programAccount } from './account.js';
import { familyOf, takeableAt, usableLots } from './account-questions.js';
import { later, newFact } from './new-fact.js';

/** The return because of which points are taken back. */
export interface Reversal {
  purchaseRef: string;
  sourceEventId: string;
  occurredAt: string;
}

type Rules = Pick<ProgramVersion, 'program' | 'programVersion' | 'reverseFromOtherLots'>;

/**
 * What a return takes back of the points that its purchase earned in a programme: the share of all that came back until
 * now, less what was taken back before. It comes from the purchase's own lot; then, points of it that had ended unused
 * are gone already and are not asked for again; then from other usable lots, if the programme says so; and what is left
 * is owed.
 */
export function reversePoints(account: Account, rules: Rules, reversal: Reversal): NewFact[] {
  const { program, programVersion } = rules;
  const { purchaseRef, sourceEventId } = reversal;
  const lotId = programAccount(account, program).lotOfPurchase.get(purchaseRef);
  const lot = lotId === undefined ? undefined : account.lots.get(lotId);
  const points = lot ? dueOf(account, lot, purchaseRef) : 0;
  if (!lot || points <= 0) return [];

  const at = later(reversal.occurredAt, lot.since);
  const family = familyOf(account, lot.lotId);
  const own = family
    .toSorted(inOrderOfUse)
    .map((member) => ({ lotId: member.lotId, available: takeableAt(member, at) }));
  // Below 0 for a return that is dated before an end by which an earlier one went: those points are not taken twice.
  const ended = lapsedOf(family, at) - lot.reversedLapsed;
  const fromOwn = allocate(own, Math.min(points, availableIn(own) + Math.min(0, ended)));
  const afterOwn = points - pointsOf(fromOwn);
  const lapsed = Math.min(afterOwn, Math.max(0, ended));
  const others = rules.reverseFromOtherLots ? otherLots(account, program, family, at) : [];
  const fromOthers = allocate(others, afterOwn - lapsed);
  const shortfall = afterOwn - lapsed - pointsOf(fromOthers);
  const said = { program, programVersion, sourceEventId };
  const allocations = [...fromOwn, ...fromOthers];
  const facts: NewFact[] = [
    newFact(PointsReversed, { ...said, lotId: lot.lotId, points, allocations, lapsed, shortfall }, at),
  ];
  if (shortfall > 0) facts.push(newFact(PointsDebtIncurred, { ...said, points: shortfall }, at));
  return facts;
}

function dueOf({ returned }: Account, { points, reversed, base }: AccountLot, purchaseRef: string): number {
  const back = base && returned.get(purchaseRef)?.amounts[base.currency];
  return base && back !== undefined ? reversedPoints(points, base.amount, back) - reversed : 0;
}

/** Points of these lots that ended unused, booked or not. */
function lapsedOf(lots: readonly AccountLot[], at: string): number {
  return lots.reduce((sum, { lapsed, remaining, isBooked, expiresAt }) => {
    return sum + lapsed + (!isBooked && hasExpired(expiresAt, at) ? remaining : 0);
  }, 0);
}

function availableIn(lots: readonly Available[]): number {
  return lots.reduce((sum, { available }) => sum + available, 0);
}

function otherLots(account: Account, program: string, family: readonly AccountLot[], at: string) {
  const own = new Set(family.map(({ lotId }) => lotId));
  return usableLots(account, program, at).filter(({ lotId }) => !own.has(lotId));
}
