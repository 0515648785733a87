import { type DatedFact, decider, toUtc, refuse } from '#kernel';
import type { InheritedLot } from '../events/lot.js';
import { PointsTransferred, type ReceivePoints } from '../events/points-transferred.js';
import { pointsOf } from '../rules/allocate.js';
import type { Programs } from '../rules/programs.js';
import { accountMemory } from './account-memory.js';
import { type Account, roomIn } from './account.js';
import { withNewFacts } from './account-questions.js';
import { newFact } from './new-fact.js';
import { repayDebt } from './repay-debt.js';

/** The points of a transfer come in once, in lots that keep their dates; what the receiver owes is repaid out of them. */
export const receivePoints = decider<Account, Programs>({
  ...accountMemory,
  decides: ['ReceivePoints'],

  decide(fact: DatedFact, account) {
    const { id, occurredAt } = fact;
    const { transferId, fromCustomer, program, programVersion, reason, ...data } = fact.data as ReceivePoints;
    if (account.received.has(transferId)) {
      refuse('received-once', 'transferId', `the points of transfer ${transferId} came in before`);
    }
    const lots = data.lots.map(inUtc);
    const points = pointsOf(lots);
    const room = roomIn(account, program);
    if (points > room) refuse('within-account', 'lots', `an account can take at most ${room} more points`);
    const received = newFact(PointsTransferred, {
      program,
      programVersion,
      transferId,
      direction: 'in',
      otherCustomer: fromCustomer,
      points,
      lots,
      ...(reason === undefined ? {} : { reason }),
    });
    const after = withNewFacts(account, fact, [received]);
    const version = { program, programVersion };
    return [received, ...repayDebt(after, version, { sourceEventId: id, occurredAt, lots })];
  },
});

function inUtc({ lotId, fromLotId, points, earnedAt, availableFrom, expiresAt }: InheritedLot): InheritedLot {
  return {
    lotId,
    fromLotId,
    points,
    earnedAt: toUtc(earnedAt),
    availableFrom: toUtc(availableFrom),
    ...(expiresAt === undefined ? {} : { expiresAt: toUtc(expiresAt) }),
  };
}
