import { type DatedFact, decider, refuse } from '#kernel';
import type { Allocation } from '../events/allocation.js';
import type { InheritedLot } from '../events/lot.js';
import { RedemptionRefunded, type RefundRedemption } from '../events/redemption-refunded.js';
import { pointsOf } from '../rules/allocate.js';
import { daysLater } from '../rules/calendar.js';
import { hasExpired } from '../rules/lots.js';
import { programInForce, type Programs } from '../rules/programs.js';
import { accountMemory } from './account-memory.js';
import type { Account, AccountLot, Redemption } from './account.js';
import { withNewFacts } from './account-questions.js';
import { newFact } from './new-fact.js';
import { repayDebt } from './repay-debt.js';
import { deciding } from './which-program.js';

/**
 * Points of a redemption come back to the lots that they came from, what was used last first, as that lasts longest. Lots
 * that have ended meanwhile take nothing: their points are forfeit, or come back for some days, as the programme in force
 * says. What comes back repays what is owed, like everything that brings points.
 */
export const refundRedemption = decider<Account, Programs>({
  ...accountMemory,
  decides: ['RefundRedemption'],

  decide(fact: DatedFact, account, published) {
    const { id, occurredAt } = fact;
    const { redemptionId, reason, points: asked } = fact.data as RefundRedemption;
    const redemption = account.redemptions.get(redemptionId);
    if (!redemption) refuse('known-redemption', 'redemptionId', `the customer has no redemption ${redemptionId}`);
    if (occurredAt < redemption.at) {
      refuse('after-redemption', 'occurredAt', `the points were used at ${redemption.at}, after this refund`);
    }
    const points = pointsToRefund(redemption, asked);
    const { program } = redemption;
    const reinstateDays = programInForce(published, program, occurredAt)?.reinstateDays;
    const shares = sharesBack(redemption, points);
    const isOver = ({ lotId }: Allocation): boolean => hasEnded(account.lots.get(lotId), occurredAt);
    const ended = shares.filter(isOver);
    const allocations = shares.filter((share) => !isOver(share));
    const reinstated =
      reinstateDays === undefined
        ? []
        : ended.map((share, place) => reinstatedLot(id, place, share, account, occurredAt, reinstateDays));
    const forfeitedFrom = reinstateDays === undefined ? ended : [];

    const version = deciding(program, published, occurredAt);
    const refunded = newFact(RedemptionRefunded, {
      ...version,
      redemptionId,
      points,
      allocations,
      reinstated,
      forfeited: pointsOf(forfeitedFrom),
      forfeitedFrom,
      ...(reason === undefined ? {} : { reason }),
    });
    const lots = [...allocations, ...reinstated];
    const after = withNewFacts(account, fact, [refunded]);
    return [refunded, ...repayDebt(after, version, { sourceEventId: id, occurredAt, lots })];
  },
});

function pointsToRefund({ shares }: Redemption, asked: number | undefined): number {
  const left = shares.reduce((sum, { points, back }) => sum + points - back, 0);
  if (left === 0) refuse('not-more-than-redeemed', 'points', 'all points of this redemption have come back before');
  if (asked !== undefined && asked > left) {
    refuse('not-more-than-redeemed', 'points', `at most ${left} points of this redemption are left to give back`);
  }
  return asked ?? left;
}

/** What was used last comes back first. */
function sharesBack({ shares }: Redemption, points: number): Allocation[] {
  let missing = points;
  return shares.toReversed().flatMap(({ lotId, points: used, back }) => {
    const part = Math.min(missing, used - back);
    missing -= part;
    return part > 0 ? [{ lotId, points: part }] : [];
  });
}

function hasEnded(lot: AccountLot | undefined, at: string): boolean {
  return !lot || lot.isBooked || hasExpired(lot.expiresAt, at);
}

function reinstatedLot(
  commandId: string,
  place: number,
  { lotId: fromLotId, points }: Allocation,
  account: Account,
  at: string,
  days: number,
): InheritedLot {
  return {
    lotId: `${commandId}:${place}`,
    fromLotId,
    points,
    earnedAt: account.lots.get(fromLotId)?.earnedAt ?? at,
    availableFrom: at,
    expiresAt: daysLater(at, days),
  };
}
