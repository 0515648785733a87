import { customerOfStream, type DatedFact, decider, refuse } from '#kernel';
import type { Allocation } from '../events/allocation.js';
import type { InheritedLot } from '../events/lot.js';
import { PointsTransferred, type TransferPoints } from '../events/points-transferred.js';
import type { Programs } from '../rules/programs.js';
import { accountMemory } from './account-memory.js';
import type { Account } from './account.js';
import { newFact } from './new-fact.js';
import { takePoints } from './take-points.js';
import { programToUse } from './which-program.js';

/** Points go to another customer with the dates that they had: nobody makes them last longer by passing them on. */
export const transferPoints = decider<Account, Programs>({
  ...accountMemory,
  decides: ['TransferPoints'],

  decide(fact: DatedFact, account, published) {
    const { id, stream, data, occurredAt } = fact;
    const { points, toCustomer, program, reason } = data as TransferPoints;
    if (stream !== undefined && customerOfStream(stream) === toCustomer) {
      refuse('to-another', 'toCustomer', 'points cannot be transferred to the customer who has them');
    }
    const version = programToUse(program, account, published, occurredAt);
    const allocations = takePoints(account, version.program, points, fact);
    const lots = allocations.map((allocation, place) => inheritedLot(`${id}:${place}`, allocation, account));
    const said = { ...version, transferId: id, direction: 'out' as const, otherCustomer: toCustomer };
    const why = reason === undefined ? {} : { reason };
    return [newFact(PointsTransferred, { ...said, points, allocations, lots, ...why })];
  },
});

function inheritedLot(lotId: string, { lotId: fromLotId, points }: Allocation, { lots }: Account): InheritedLot {
  const { earnedAt, availableFrom, expiresAt } = lots.get(fromLotId)!;
  return { lotId, fromLotId, points, earnedAt, availableFrom, ...(expiresAt === null ? {} : { expiresAt }) };
}
