import type { DatedFact, NewFact } from '#kernel';
import type { Available } from '../rules/allocate.js';
import { type GivenBefore, periodPrefix } from '../rules/caps.js';
import { hasExpired, inOrderOfUse, lotStatusAt } from '../rules/lots.js';
import { type CountedEarning, type Measure, measureOf } from '../rules/tiers.js';
import { type Account, type AccountLot, openLots, programAccount } from './account.js';
import { withFact } from './account-events.js';

/**
 * What may be taken out of a lot at an instant. Not what came back of redemptions only later: whoever reports a use late
 * must not use points that were spent at that time.
 */
export function takeableAt({ remaining, refunds, since, expiresAt, isBooked }: AccountLot, at: string): number {
  if (isBooked || since > at || hasExpired(expiresAt, at)) return 0;
  const later = refunds.reduce((sum, refund) => (refund.at > at ? sum + refund.points : sum), 0);
  return Math.max(0, remaining - later);
}

/** The lots of a programme that can be used at an instant, in the order of use. */
export function usableLots(account: Account, program: string, at: string): (AccountLot & Available)[] {
  return openLots(account, program)
    .filter((lot) => lotStatusAt(lot, at) === 'active')
    .map((lot) => ({ ...lot, available: takeableAt(lot, at) }))
    .filter(({ available }) => available > 0)
    .sort(inOrderOfUse);
}

/** The points that can be used: those of the usable lots less what is owed. Below 0 when more is owed. */
export function spendable(account: Account, program: string, usable: readonly Available[]): number {
  return usable.reduce((sum, { available }) => sum + available, 0) - programAccount(account, program).debt;
}

/** A lot and what took over from it here, each with what took over from that. */
export function familyOf(account: Account, lotId: string): AccountLot[] {
  const lot = account.lots.get(lotId);
  return lot ? [lot, ...lot.heirs.flatMap((heir) => familyOf(account, heir))] : [];
}

/** Points given in a calendar period, by the facts that earned them, whatever was taken back later. */
export function givenBefore(account: Account, program: string): GivenBefore {
  return (rule, period, at) => {
    let sum = 0;
    const prefix = periodPrefix(period, at);
    for (const lot of earnedLots(account, program, (day) => day.startsWith(prefix))) {
      for (const part of lot.parts) if (rule === undefined || part.rule === rule) sum += part.points;
    }
    return sum;
  };
}

/** How tiers count this account: of a long history only the days of the period are looked at. */
export function measureIn(account: Account, program: string): Measure {
  return (metric, currency, from, until) => {
    const [first, last] = [from.slice(0, DAY_LENGTH), until.slice(0, DAY_LENGTH)];
    const lots = earnedLots(account, program, (day) => first <= day && day <= last);
    return measureOf(Array.from(lots, (lot) => countedEarning(account, lot)))(metric, currency, from, until);
  };
}

/** Length of `2026-01-31`. */
const DAY_LENGTH = 10;

function* earnedLots(account: Account, program: string, isMeant: (day: string) => boolean): Generator<AccountLot> {
  for (const [day, lots] of programAccount(account, program).earnedOn) {
    if (isMeant(day)) for (const lotId of lots) yield account.lots.get(lotId)!;
  }
}

function countedEarning({ returned }: Account, lot: AccountLot): CountedEarning {
  const { earnedAt, points, reversed, purchaseRef, base } = lot;
  const net = { earnedAt, points: points - reversed };
  if (purchaseRef === undefined || base === undefined) return { ...net, spent: null };
  const back = returned.get(purchaseRef)?.amounts[base.currency] ?? 0;
  const isReturned = back > 0 && back >= base.amount;
  return { ...net, spent: isReturned ? null : { ...base, amount: base.amount - back } };
}

/** The account after facts that are about to be recorded because of one. */
export function withNewFacts(account: Account, cause: DatedFact, facts: readonly NewFact[]): Account {
  return facts.reduce(
    (after, { type, data, occurredAt = cause.occurredAt }) => withFact(after, { id: cause.id, type, data, occurredAt }),
    account,
  );
}
