import { type DatedFact, isInstant } from '#kernel';
import {
  type Account,
  accountMemory,
  type PointsExpired,
  type PointsRedeemed,
  type PointsTransferred,
  type RedemptionRefunded,
} from '#loyalty';
import { checkStep } from './step-rules.js';
import { type Books, debtOf, isUsable, leftAt, leftOf, type Lot, programsOf, recount } from './recount.js';
import { demand } from './demand.js';
import { CUSTOMERS } from './steps.js';
import { customerId, type World } from './world.js';

/** Throws, and says which, when a history breaks a rule of accounting. */
export function checkWorld(world: World): void {
  for (const outcome of world.outcomes) checkStep(outcome);
  for (let customer = 0; customer < CUSTOMERS; customer += 1) {
    const events = world.eventsOf(customer);
    const books = recount(events);
    const instants = instantsOf(events, books);
    for (const lot of books.lots.values()) checkLot(lot, instants);
    for (const program of programsOf(books)) {
      checkDebt(books, program, instants);
      checkSums(events, books, program);
    }
    checkExpiries(events, books, world.instant);
    checkRedemptions(events);
    checkState(world.accountOf(customer), events, books);
  }
  checkTransfers(world);
}

function instantsOf(events: readonly DatedFact[], { lots }: Books): string[] {
  const dates = [...lots.values()].flatMap(({ from, until }) => [from, until ?? from]);
  return [...new Set([...events.map(({ occurredAt }) => occurredAt), ...dates])].sort();
}

function checkLot(lot: Lot, instants: readonly string[]): void {
  demand(isInstant(lot.from) && lot.points >= 0, 'a lot has dates and points', lot);
  for (const at of instants) {
    const left = leftAt(lot, at);
    demand(left >= 0 && left <= lot.points, 'per lot 0 <= remaining <= points, at every instant', { lot, at, left });
  }
  for (const { kind, at } of lot.moves) {
    demand(at >= lot.since, 'nothing leaves a lot before it came', lot);
    if (kind === 'redeemed' || kind === 'given' || kind === 'debited') {
      demand(isUsable(lot, at), 'only what can be used is used: not pending, not expired', { lot, at });
    }
    if (kind === 'reversed' || kind === 'repaid' || kind === 'refunded') {
      demand(lot.until === null || at < lot.until, 'an expired lot neither gives nor takes', { lot, at });
    }
  }
}

function checkDebt(books: Books, program: string, instants: readonly string[]): void {
  for (const at of instants) demand(debtOf(books, program, at) >= 0, 'debt is never negative', { program, at });
}

/** Whatever came in is either left or has gone somewhere. */
function checkSums(events: readonly DatedFact[], books: Books, program: string): void {
  const own = [...books.lots.values()].filter((lot) => lot.program === program);
  const left = own.reduce((sum, lot) => sum + leftOf(lot), 0);
  const sums = { in: 0, out: 0, debt: 0 };
  for (const { type, data } of events) {
    const body = data as Counted;
    if (body.program === program) add(sums, type, body);
  }
  demand(sums.in === left + sums.out, 'what came in = what is left + what went out', { program, sums, left });
  demand(sums.debt === debtOf(books, program), 'owed = incurred - repaid', { program, sums });
}

function add(sums: { in: number; out: number; debt: number }, type: string, body: Counted): void {
  const { points, direction, forfeited = 0, shortfall = 0, lapsed = 0 } = body;
  const kind = direction === undefined ? type : `${type} ${direction}`;
  if (IN.has(kind)) sums.in += points;
  if (OUT.has(kind)) sums.out += points;
  // What is forfeit stays spent.
  if (type === 'RedemptionRefunded') sums.out -= points - forfeited;
  if (type === 'PointsReversed') sums.out -= shortfall + lapsed;
  if (type === 'PointsDebtIncurred') sums.debt += points;
  if (type === 'PointsDebtRepaid') sums.debt -= points;
}

const IN = new Set(['PointsEarned', 'PointsAdjusted credit', 'PointsTransferred in']);
const OUT = new Set([
  'PointsRedeemed',
  'PointsExpired',
  'PointsReversed',
  'PointsDebtRepaid',
  'PointsAdjusted debit',
  'PointsTransferred out',
]);

interface Counted {
  program: string;
  points: number;
  direction?: string;
  forfeited?: number;
  shortfall?: number;
  lapsed?: number;
}

/** Both books of expiry agree: what the dates say, and what was booked. */
function checkExpiries(events: readonly DatedFact[], { lots }: Books, now: string): void {
  const booked = new Set<string>();
  for (const event of events.filter(({ type }) => type === 'PointsExpired')) {
    const { lotId, effectiveAt } = event.data as PointsExpired;
    demand(!booked.has(lotId), 'a lot expires once', { lotId });
    booked.add(lotId);
    const { until } = lots.get(lotId)!;
    demand(effectiveAt === until && event.occurredAt === until, 'it expires when its dates say', {
      lotId,
      effectiveAt,
    });
  }
  for (const lot of lots.values()) {
    if (lot.until !== null && lot.until <= now) demand(leftOf(lot) === 0, 'what has ended is booked in the end', lot);
  }
}

function checkRedemptions(events: readonly DatedFact[]): void {
  const left = new Map<string, number>();
  for (const { type, data } of events) {
    if (type === 'PointsRedeemed') {
      const { redemptionId, points, allocations } = data as PointsRedeemed;
      demand(!left.has(redemptionId), 'a redemption is recorded once', { redemptionId });
      left.set(redemptionId, points);
      demand(sumOf(allocations) === points, 'allocations add up to the points used', data);
    }
    if (type === 'RedemptionRefunded') {
      const { redemptionId, points, allocations, reinstated, forfeited, forfeitedFrom } = data as RedemptionRefunded;
      left.set(redemptionId, left.get(redemptionId)! - points);
      demand(left.get(redemptionId)! >= 0, 'never more comes back than was used', { redemptionId });
      demand(points === sumOf(allocations) + sumOf(reinstated) + forfeited, 'a refund says where all went', data);
      demand(forfeited === sumOf(forfeitedFrom), 'what is forfeit has its lots', data);
    }
  }
}

/** What decisions go by is what the events say, and folding them anew from nothing gives the same. */
function checkState(account: Account, events: readonly DatedFact[], books: Books): void {
  for (const lot of books.lots.values()) {
    const { remaining, points } = account.lots.get(lot.lotId)!;
    demand(remaining === leftOf(lot) && points === lot.points, 'the account has what the events say', lot);
  }
  for (const [program, { debt }] of account.programs) {
    demand(debt === debtOf(books, program), 'the account owes what the events say', { program, debt });
  }
  const again = events.reduce(accountMemory.evolve, accountMemory.initialState());
  demand(JSON.stringify(again) === JSON.stringify(account), 'folding from zero gives the same account', {});
}

/** What comes in went out with the same dates, once. */
function checkTransfers(world: World): void {
  const out = new Map<string, PointsTransferred & { by: number }>();
  const all = Array.from({ length: CUSTOMERS }, (_, customer) => customer).flatMap((customer) =>
    world
      .eventsOf(customer)
      .filter(({ type }) => type === 'PointsTransferred')
      .map(({ data }) => ({ ...(data as PointsTransferred), by: customer })),
  );
  for (const each of all) if (each.direction === 'out') out.set(each.transferId, each);
  const came = new Set<string>();
  for (const each of all.filter(({ direction }) => direction === 'in')) {
    demand(!came.has(each.transferId), 'a transfer comes in once', each);
    came.add(each.transferId);
    const given = out.get(each.transferId)!;
    demand(JSON.stringify(given.lots) === JSON.stringify(each.lots), 'what comes in is what went out', each);
    demand(given.otherCustomer === customerId(each.by), 'it comes to whom it was given', each);
  }
  for (const given of out.values()) {
    demand(given.otherCustomer !== customerId(given.by), 'nobody gives to himself', given);
    const { lots } = recount(world.eventsOf(given.by));
    given.lots.forEach((lot, place) => {
      const from = lots.get(lot.fromLotId)!;
      demand((lot.expiresAt ?? null) === from.until, 'passing points on does not make them last', lot);
      demand(lot.availableFrom === from.from && lot.points === given.allocations![place]!.points, 'inherits', lot);
    });
  }
}

export function sumOf(parts: readonly { points: number }[]): number {
  return parts.reduce((sum, { points }) => sum + points, 0);
}
