import { Map, Set } from 'immutable';
import type { DatedFact, NewFact } from '#kernel';
import type { Account } from '#loyalty';
import type { Sabotage } from '../../support/memory-recorder.js';

type Lot = NonNullable<ReturnType<Account['lots']['get']>>;
type OwnAccount = NonNullable<ReturnType<Account['programs']['get']>>;
type Decided = DatedFact | NewFact;

/** Accounting that is wrong on purpose, each in a way that real programs have been wrong. */
export const SABOTAGES: Readonly<Record<string, Sabotage>> = {
  'uses pending points': shown(['RedeemPoints', 'TransferPoints'], (account) =>
    withLots(account, (lot) => ({ ...lot, availableFrom: lot.since })),
  ),
  'uses expired points': shown(['RedeemPoints'], (account) =>
    withLots(account, (lot) => ({ ...lot, expiresAt: lot.expiresAt && `9${lot.expiresAt.slice(1)}` })),
  ),
  'uses what was earned first instead of what ends first': shown(['RedeemPoints'], (account, { occurredAt }) =>
    withLots(account, (lot) =>
      lot.expiresAt !== null && lot.expiresAt > occurredAt ? { ...lot, expiresAt: null } : lot,
    ),
  ),
  'uses points against debt': shown(['RedeemPoints'], (account) =>
    withPrograms(account, (own) => ({ ...own, debt: 0 })),
  ),
  'gives back what was given back before': shown(['RefundRedemption'], (account) => ({
    ...account,
    redemptions: account.redemptions.map((each) => ({
      ...each,
      shares: each.shares.map((share) => ({ ...share, back: 0 })),
    })),
  })),
  'drops what no lot could give': said((facts) => facts.filter(({ type }) => type !== 'PointsDebtIncurred')),
  'stops at zero': said((facts) =>
    facts
      .filter(({ type }) => type !== 'PointsDebtIncurred')
      .map((fact) =>
        changed(fact, 'PointsReversed', (data) => ({ ...data, points: data.points - data.shortfall, shortfall: 0 })),
      ),
  ),
  'never repays debt': said((facts) => facts.filter(({ type }) => type !== 'PointsDebtRepaid')),
  'books an expiry twice': shown(['BookAccount'], (account) =>
    withOpenLots(account, (lot) => (lot.isBooked ? { ...lot, isBooked: false, remaining: lot.lapsed } : lot)),
  ),
  'books an expiry when it is booked': said((facts) =>
    facts.map((fact) =>
      changed(fact, 'PointsExpired', (data) => ({ ...data, effectiveAt: '2026-12-31T00:00:00.000Z' })),
    ),
  ),
  'earns twice for a purchase': shown(['PurchaseRecorded'], (account) =>
    withPrograms(account, (own) => ({ ...own, lotOfPurchase: Map() })),
  ),
  'forgets what caps count': shown(['PurchaseRecorded', 'OfferAccepted'], (account) =>
    withPrograms(account, (own) => ({ ...own, earnedOn: Map() })),
  ),
  'looks at each return alone': shown(['PurchaseReturned'], (account) => ({ ...account, returned: Map() })),
  'takes back again what was taken back': shown(['PurchaseReturned'], (account) =>
    withLots(account, (lot) => ({ ...lot, reversed: 0 })),
  ),
  'makes debt of points that ended unused': said((facts) => {
    const lapsed = facts.find(({ type }) => type === 'PointsReversed')?.data as { lapsed?: number } | undefined;
    return facts.map((fact) =>
      changed(fact, 'PointsReversed', (data) => ({ ...data, lapsed: 0, points: data.points - (lapsed?.lapsed ?? 0) })),
    );
  }),
  'gives refunds to lots that have ended': shown(['RefundRedemption'], (account) =>
    withLots(account, (lot) => ({ ...lot, expiresAt: null, isBooked: false })),
  ),
  'makes points last by passing them on': said((facts) =>
    facts.map((fact) =>
      changed(fact, 'PointsTransferred', (data) => ({
        ...data,
        lots: data.lots.map(({ expiresAt: _, ...lot }) => lot),
      })),
    ),
  ),
  'takes a transfer in twice': shown(['ReceivePoints'], (account) => ({ ...account, received: Set<string>() })),
  'keeps a tier for ever': said((facts) => facts.filter(({ type }) => type !== 'TierLost')),
  'reaches a tier without evidence': said((facts) =>
    facts.map((fact) =>
      changed(fact, 'TierReached', (data) => ({
        ...data,
        evidence: { ...data.evidence, value: data.evidence.value + 1 },
      })),
    ),
  ),
};

/** The fields of loyalty events that a sabotage changes. */
interface Body {
  points: number;
  shortfall: number;
  lapsed: number;
  effectiveAt: string;
  lots: { expiresAt?: string }[];
  evidence: { value: number };
}

/** Shows decisions about these facts another account than the real one. */
function shown(types: readonly string[], change: (account: Account, fact: DatedFact) => Account): Sabotage {
  return {
    shown(state, fact) {
      const isAccount = typeof state === 'object' && state !== null && 'lots' in state;
      return isAccount && types.includes(fact.type) ? change(state as Account, fact) : state;
    },
  };
}

/** Records something else than what was decided. */
function said(change: (facts: readonly Decided[]) => readonly Decided[]): Sabotage {
  return { said: change };
}

function changed(fact: Decided, type: string, change: (data: Body) => object): Decided {
  return fact.type === type ? { ...fact, data: change(fact.data as Body) } : fact;
}

function withLots(account: Account, change: (lot: Lot) => Lot): Account {
  return { ...account, lots: account.lots.map(change) };
}

function withPrograms(account: Account, change: (own: OwnAccount) => OwnAccount): Account {
  return { ...account, programs: account.programs.map(change) };
}

/** The same, and every lot that has points then is looked at. */
function withOpenLots(before: Account, change: (lot: Lot) => Lot): Account {
  const account = withLots(before, change);
  const open = (program: string) =>
    Set(account.lots.filter((lot) => lot.program === program && lot.remaining > 0).keys());
  return { ...account, programs: account.programs.map((own, program) => ({ ...own, open: open(program) })) };
}
