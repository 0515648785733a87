import { type DatedFact, decider, type NewFact, toUtc, refuse } from '#kernel';
import type { Lot } from '../events/lot.js';
import { type AdjustPoints, PointsAdjusted } from '../events/points-adjusted.js';
import { expiryOf } from '../rules/expiry.js';
import { programInForce, type Programs } from '../rules/programs.js';
import { accountMemory } from './account-memory.js';
import { type Account, roomIn } from './account.js';
import { withNewFacts } from './account-questions.js';
import { newFact } from './new-fact.js';
import { repayDebt } from './repay-debt.js';
import { takePoints } from './take-points.js';
import { type DecidingVersion, programToAdjust, programToUse } from './which-program.js';

/**
 * Somebody adds or takes points by hand and says why. Added ones are a lot of their own, that can be used at once; taken
 * ones leave the lots in the order of use, and never more than there are.
 */
export const adjustPoints = decider<Account, Programs>({
  ...accountMemory,
  decides: ['AdjustPoints'],

  decide(fact: DatedFact, account, published) {
    const { points, program } = fact.data as AdjustPoints;
    if (fact.actor === undefined) refuse('actor-known', 'actor', 'points are adjusted by somebody: say who');
    if (points === 0) refuse('not-zero', 'points', 'say how many points to add or, negative, to take');
    const which = points > 0 ? programToAdjust : programToUse;
    const version = which(program, account, published, fact.occurredAt);
    return points > 0 ? credit(fact, version, account, published) : [debit(fact, version, account)];
  },
});

function credit(fact: DatedFact, version: DecidingVersion, account: Account, published: Programs): NewFact[] {
  const { id, occurredAt } = fact;
  const { points, reason } = fact.data as AdjustPoints;
  const { program } = version;
  const room = roomIn(account, program);
  if (points > room) refuse('within-account', 'points', `an account can take at most ${room} more points`);
  const expiresAt = endOfCredit(fact, program, published);
  const lot: Lot = {
    lotId: `${id}:${program}`,
    points,
    earnedAt: occurredAt,
    availableFrom: occurredAt,
    ...(expiresAt === null ? {} : { expiresAt }),
  };
  const adjusted = newFact(PointsAdjusted, { ...version, direction: 'credit', points, reason, lot });
  const after = withNewFacts(account, fact, [adjusted]);
  return [adjusted, ...repayDebt(after, version, { sourceEventId: id, occurredAt, lots: [lot] })];
}

function endOfCredit({ data, occurredAt }: DatedFact, program: string, published: Programs): string | null {
  const { expiresAt } = data as AdjustPoints;
  if (expiresAt === undefined) return expiryOf(programInForce(published, program, occurredAt)?.expiry, occurredAt);
  if (toUtc(expiresAt) <= occurredAt) refuse('ends-later', 'expiresAt', 'points must end after they are added');
  return toUtc(expiresAt);
}

function debit(fact: DatedFact, version: DecidingVersion, account: Account): NewFact {
  const { points, reason, expiresAt } = fact.data as AdjustPoints;
  if (expiresAt !== undefined) refuse('credit-only', 'expiresAt', 'points that are taken do not end');
  const allocations = takePoints(account, version.program, -points, fact);
  return newFact(PointsAdjusted, { ...version, direction: 'debit', points: -points, reason, allocations });
}
