import { type DatedFact, type Fact, type Money, type NewFact, policy } from '#kernel';
import type { PurchaseRecorded } from '#sales';
import { accountMemory } from '../deciders/account-memory.js';
import { type Account, programAccount, roomIn } from '../deciders/account.js';
import { givenBefore, withNewFacts } from '../deciders/account-questions.js';
import { reachTiers } from '../deciders/decide-tiers.js';
import { newFact } from '../deciders/new-fact.js';
import { repayDebt } from '../deciders/repay-debt.js';
import { reversePoints } from '../deciders/reverse-points.js';
import { PointsEarned } from '../events/points-earned.js';
import { pointsOf } from '../rules/allocate.js';
import { daysLater } from '../rules/calendar.js';
import { capped } from '../rules/caps.js';
import { countedBy, PURCHASE } from '../rules/counted.js';
import { expiryOf } from '../rules/expiry.js';
import { type Programs, programsInForce, type ProgramVersion } from '../rules/programs.js';

/**
 * Points for what happened: one lot in each programme that was in force then. What is owed is repaid out of it before it
 * can be used, and a tier that it completes is reached at once.
 */
export const earning = policy<Account, Programs>({
  ...accountMemory,
  name: 'loyalty-earning',

  follows(fact, published) {
    return [...published.values()].some((versions) => versions.some((version) => mayEarn(version, fact)));
  },

  follow(fact, account, published) {
    return programsInForce(published, fact.occurredAt).flatMap((version) => earnIn(version, fact, account, published));
  },
});

function mayEarn({ earning: rules, tiers }: ProgramVersion, { type, data }: Fact): boolean {
  if (type === PURCHASE && tiers !== undefined && tiers.metric !== 'points') return true;
  return rules.some(
    ({ factType = PURCHASE, base, field = '' }) =>
      factType === type && (base !== 'stated' || Object.hasOwn(data, field)),
  );
}

function earnIn(version: ProgramVersion, fact: DatedFact, account: Account, published: Programs): NewFact[] {
  const earned = lotOf(version, fact, account);
  if (!earned) return [];
  const { lotId, points, purchaseRef, earnedAt } = earned;
  const facts: NewFact[] = [newFact(PointsEarned, earned)];
  const andThen = (next: (after: Account) => NewFact[]): void =>
    void facts.push(...next(withNewFacts(account, fact, facts)));

  const returned = purchaseRef === undefined ? undefined : account.returned.get(purchaseRef);
  if (purchaseRef !== undefined && returned) {
    const reversal = { purchaseRef, sourceEventId: returned.lastEventId, occurredAt: returned.lastAt };
    andThen((after) => reversePoints(after, version, reversal));
  }
  const incoming = { sourceEventId: fact.id, occurredAt: fact.occurredAt, lots: [{ lotId, points }] };
  andThen((after) => repayDebt(after, version, incoming));
  andThen((after) => reachTiers(after, published, version, earnedAt));
  return facts;
}

/** The lot that a fact earns in a programme; undefined when it earned there before, or nothing that means anything. */
function lotOf(version: ProgramVersion, fact: DatedFact, account: Account): PointsEarned | undefined {
  const { program, programVersion, rounding = 'down', caps = [], pendingDays = 0, expiry } = version;
  const own = programAccount(account, program);
  const purchase = purchaseOf(fact);
  if (purchase && own.lotOfPurchase.has(purchase.purchaseRef)) return undefined;

  const counted = version.earning.flatMap((rule) => {
    const by = countedBy(rule, fact, rounding);
    return by ? [{ rule: rule.rule, caps: rule.caps ?? [], by }] : [];
  });
  const { occurredAt } = fact;
  const given = capped(counted, caps, givenBefore(account, program), occurredAt, roomIn(account, program));
  const parts = given.filter(({ points, withheld }) => points > 0 || withheld !== undefined);
  const isCounted = purchase !== undefined && version.tiers !== undefined && version.tiers.metric !== 'points';
  if (parts.length === 0 && !isCounted) return undefined;

  const expiresAt = expiryOf(expiry, occurredAt);
  return {
    program,
    programVersion,
    lotId: `${fact.id}:${program}`,
    points: pointsOf(parts),
    earnedAt: occurredAt,
    availableFrom: daysLater(occurredAt, pendingDays),
    ...(expiresAt === null ? {} : { expiresAt }),
    sourceEventId: fact.id,
    ...purchase,
    parts,
  };
}

function purchaseOf({ id, type, data }: DatedFact): { purchaseRef: string; base: Money } | undefined {
  if (type !== PURCHASE) return undefined;
  const { purchaseId = id, total } = data as PurchaseRecorded;
  return { purchaseRef: purchaseId, base: { ...total } };
}
