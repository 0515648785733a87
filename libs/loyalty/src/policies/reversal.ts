import { policy } from '#kernel';
import type { PurchaseReturned } from '#sales';
import { accountMemory } from '../deciders/account-memory.js';
import { withFact } from '../deciders/account-events.js';
import { type Account } from '../deciders/account.js';
import { reversePoints } from '../deciders/reverse-points.js';
import { programInForce, type Programs } from '../rules/programs.js';

/** Points of a purchase are taken back when it is returned, in every programme in which it earned. */
export const reversal = policy<Account, Programs>({
  ...accountMemory,
  name: 'loyalty-reversal',
  follows: ({ type }) => type === 'PurchaseReturned',

  follow(fact, before, published) {
    const { id: sourceEventId, occurredAt } = fact;
    const { purchaseId: purchaseRef } = fact.data as PurchaseReturned;
    const account = withFact(before, fact);
    return [...account.programs.keys()].flatMap((program) => {
      const inForce = programInForce(published, program, occurredAt) ?? { program, programVersion: 0 };
      return reversePoints(account, inForce, { purchaseRef, sourceEventId, occurredAt });
    });
  },
});
