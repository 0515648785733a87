import { Map } from 'immutable';
import type { DatedFact } from '#kernel';
import type { PurchaseReturned } from '#sales';
import type { Allocation } from '../events/allocation.js';
import type { InheritedLot, Lot } from '../events/lot.js';
import type { PointsAdjusted } from '../events/points-adjusted.js';
import type { PointsDebtIncurred, PointsDebtRepaid } from '../events/points-debt.js';
import type { PointsEarned } from '../events/points-earned.js';
import type { PointsExpired } from '../events/points-expired.js';
import type { PointsRedeemed } from '../events/points-redeemed.js';
import type { PointsReversed } from '../events/points-reversed.js';
import type { PointsTransferred } from '../events/points-transferred.js';
import type { RedemptionRefunded } from '../events/redemption-refunded.js';
import type { TierLost, TierReached, TierRetained } from '../events/tiers.js';
import {
  type Account,
  type AccountLot,
  EMPTY_PROGRAM_ACCOUNT,
  type ProgramAccount,
  type RedeemedShare,
} from './account.js';

type Taken = (account: Account, data: never, fact: DatedFact) => Account;

/**
 * What each fact does to the account. It adds what the fact says and decides nothing: whatever was decided once is read
 * the same way for ever, under whichever rules and by whichever program.
 */
const TAKEN: Readonly<Record<string, Taken>> = {
  PointsEarned: earned,
  PointsRedeemed: redeemed,
  RedemptionRefunded: refunded,
  PointsReversed: reversed,
  PointsAdjusted: adjusted,
  PointsTransferred: transferred,
  PointsExpired: expired,
  PointsDebtIncurred: debtIncurred,
  PointsDebtRepaid: debtRepaid,
  TierReached: tierDecided,
  TierRetained: tierDecided,
  TierLost: tierDecided,
  PurchaseReturned: returned,
};

/** The account after a fact of the customer's stream. */
export function withFact(account: Account, fact: DatedFact): Account {
  return Object.hasOwn(TAKEN, fact.type) ? TAKEN[fact.type]!(account, fact.data as never, fact) : account;
}

function earned(before: Account, data: PointsEarned, { occurredAt }: DatedFact): Account {
  const { lotId, program, purchaseRef, base, parts, earnedAt } = data;
  const account = withLot(before, program, data, occurredAt, {
    parts,
    ...(purchaseRef === undefined ? {} : { purchaseRef }),
    ...(base === undefined ? {} : { base }),
  });
  const day = earnedAt.slice(0, 10);
  return withProgram(account, program, (own) => ({
    earnedOn: own.earnedOn.update(day, [], (lots) => [...lots, lotId]),
    lotOfPurchase: purchaseRef === undefined ? own.lotOfPurchase : own.lotOfPurchase.set(purchaseRef, lotId),
  }));
}

function redeemed(account: Account, data: PointsRedeemed, { occurredAt }: DatedFact): Account {
  const { redemptionId, program, allocations } = data;
  const shares = allocations.map((allocation) => ({ ...allocation, back: 0 }));
  const redemption = { program, at: occurredAt, shares };
  return { ...withTaken(account, allocations), redemptions: account.redemptions.set(redemptionId, redemption) };
}

function refunded(before: Account, data: RedemptionRefunded, { occurredAt }: DatedFact): Account {
  const { redemptionId, program, allocations, reinstated, forfeitedFrom } = data;
  let account = before;
  for (const { lotId, points } of allocations) {
    account = withLotChanged(account, lotId, (lot) => ({
      remaining: lot.remaining + points,
      refunds: [...lot.refunds, { at: occurredAt, points }],
    }));
  }
  for (const lot of reinstated) {
    account = withLot(account, program, lot, occurredAt);
    account = withLotChanged(account, lot.fromLotId, ({ heirs }) => ({ heirs: [...heirs, lot.lotId] }));
  }
  for (const { lotId, points } of forfeitedFrom) {
    account = withLotChanged(account, lotId, ({ lapsed }) => ({ lapsed: lapsed + points }));
  }
  const back = [
    ...allocations,
    ...reinstated.map(({ fromLotId: lotId, points }) => ({ lotId, points })),
    ...forfeitedFrom,
  ];
  return withSharesBack(account, redemptionId, back);
}

function reversed(before: Account, data: PointsReversed): Account {
  const { lotId, points, allocations, lapsed } = data;
  return withLotChanged(withTaken(before, allocations), lotId, (lot) => ({
    reversed: lot.reversed + points,
    reversedLapsed: lot.reversedLapsed + lapsed,
  }));
}

function adjusted(account: Account, data: PointsAdjusted, { occurredAt }: DatedFact): Account {
  const { program, lot, allocations = [] } = data;
  const after = withTaken(account, allocations);
  return lot ? withLot(after, program, lot, occurredAt) : after;
}

function transferred(before: Account, data: PointsTransferred, { occurredAt }: DatedFact): Account {
  const { transferId, direction, program, allocations = [], lots } = data;
  if (direction === 'out') return withTaken(before, allocations);
  const account = lots.reduce((after, lot) => withLot(after, program, lot, occurredAt), before);
  return { ...account, received: account.received.add(transferId) };
}

function expired(account: Account, { lotId, points }: PointsExpired): Account {
  return withLotChanged(account, lotId, (lot) => ({
    remaining: lot.remaining - points,
    lapsed: lot.lapsed + points,
    isBooked: true,
  }));
}

function debtIncurred(account: Account, { program, points }: PointsDebtIncurred, { occurredAt }: DatedFact): Account {
  return withProgram(account, program, ({ debt, debtSince }) => ({
    debt: debt + points,
    debtSince: debtSince !== null && debtSince > occurredAt ? debtSince : occurredAt,
  }));
}

function debtRepaid(account: Account, { program, points, allocations }: PointsDebtRepaid): Account {
  return withProgram(withTaken(account, allocations), program, ({ debt }) => ({ debt: debt - points }));
}

function tierDecided(account: Account, data: TierReached | TierRetained | TierLost): Account {
  const { program, programVersion, tier, effectiveAt, validUntil, evidence } = data;
  const decision = { tier: tier ?? null, effectiveAt, validUntil: validUntil ?? null, evidence, programVersion };
  return withProgram(account, program, () => ({ tier: decision }));
}

function returned(account: Account, { purchaseId, total }: PurchaseReturned, { id, occurredAt }: DatedFact): Account {
  const amounts = account.returned.get(purchaseId)?.amounts ?? {};
  const amount = (amounts[total.currency] ?? 0) + total.amount;
  const money = { amounts: { ...amounts, [total.currency]: amount }, lastEventId: id, lastAt: occurredAt };
  return { ...account, returned: account.returned.set(purchaseId, money) };
}

function withLot(
  account: Account,
  program: string,
  { lotId, points, earnedAt, availableFrom, expiresAt }: Lot | InheritedLot,
  since: string,
  more: Pick<AccountLot, 'parts'> & Partial<AccountLot> = { parts: [] },
): Account {
  const lot: AccountLot = {
    lotId,
    program,
    since,
    points,
    remaining: points,
    earnedAt,
    availableFrom,
    expiresAt: expiresAt ?? null,
    refunds: [],
    isBooked: false,
    lapsed: 0,
    heirs: [],
    reversed: 0,
    reversedLapsed: 0,
    ...more,
  };
  const credited = withProgram(account, program, (own) => ({ credited: own.credited + points }));
  return withOpenness({ ...credited, lots: credited.lots.set(lotId, lot) }, lot);
}

function withTaken(account: Account, allocations: readonly Allocation[]): Account {
  let after = account;
  for (const { lotId, points } of allocations) {
    after = withLotChanged(after, lotId, ({ remaining }) => ({ remaining: remaining - points }));
  }
  return after;
}

function withLotChanged(account: Account, lotId: string, change: (lot: AccountLot) => Partial<AccountLot>): Account {
  const before = account.lots.get(lotId);
  if (!before) return account;
  const lot = { ...before, ...change(before) };
  return withOpenness({ ...account, lots: account.lots.set(lotId, lot) }, lot);
}

/** Keeps the set of lots that decisions look through as small as what is left. */
function withOpenness(account: Account, { lotId, program, remaining, isBooked }: AccountLot): Account {
  const isOpen = remaining > 0 && !isBooked;
  return withProgram(account, program, ({ open }) => ({ open: isOpen ? open.add(lotId) : open.remove(lotId) }));
}

function withProgram(
  account: Account,
  program: string,
  change: (own: ProgramAccount) => Partial<ProgramAccount>,
): Account {
  const { programs } = account;
  const own = programs.get(program) ?? EMPTY_PROGRAM_ACCOUNT;
  return { ...account, programs: programs.set(program, { ...own, ...change(own) }) };
}

function withSharesBack(account: Account, redemptionId: string, back: readonly Allocation[]): Account {
  const redemption = account.redemptions.get(redemptionId);
  if (!redemption) return account;
  const points = Map(back.map(({ lotId, points: each }) => [lotId, each]));
  const shares = redemption.shares.map((share): RedeemedShare => ({
    ...share,
    back: share.back + (points.get(share.lotId) ?? 0),
  }));
  return { ...account, redemptions: account.redemptions.set(redemptionId, { ...redemption, shares }) };
}
