import { type DatedFact, decider, refuse } from '#kernel';
import { PointsRedeemed, type RedeemPoints } from '../events/points-redeemed.js';
import { programInForce, type Programs } from '../rules/programs.js';
import { valueOfPoints } from '../rules/value-of-points.js';
import { accountMemory } from './account-memory.js';
import type { Account } from './account.js';
import { newFact } from './new-fact.js';
import { takePoints } from './take-points.js';
import { programToUse } from './which-program.js';

/** Points are used out of the lots that end first, once for each redemption, and never more than there are. */
export const redeemPoints = decider<Account, Programs>({
  ...accountMemory,
  decides: ['RedeemPoints'],

  decide(fact: DatedFact, account, published) {
    const { id, data, occurredAt } = fact;
    const { points, redemptionId = id, reward, purchaseId, program: named } = data as RedeemPoints;
    if (account.redemptions.has(redemptionId)) {
      refuse('redeemed-once', 'redemptionId', `redemption ${redemptionId} was recorded before`);
    }
    const version = programToUse(named, account, published, occurredAt);
    const allocations = takePoints(account, version.program, points, fact);
    const value = valueOfPoints(points, programInForce(published, version.program, occurredAt) ?? {});
    const redeemed: PointsRedeemed = {
      ...version,
      redemptionId,
      points,
      allocations,
      ...(reward === undefined ? {} : { reward }),
      ...(purchaseId === undefined ? {} : { purchaseId }),
      ...(value === undefined ? {} : { value }),
    };
    return [newFact(PointsRedeemed, redeemed)];
  },
});
