import type { DatedFact } from '#kernel';
import type { PointsAdjusted, PointsEarned, PointsRedeemed, PointsReversed, PointsTransferred } from '#loyalty';
import type { PurchaseRecorded, PurchaseReturned } from '#sales';
import { demand } from './demand.js';
import { expectedEarning, inForceAt } from './expected-earning.js';
import { balanceAt, type Books, debtOf, isUsable, leftOf, type Lot, recount } from './recount.js';
import { checkTiers } from './tier-rules.js';
import type { Outcome } from './world.js';

/** Checks one answer against what was there before it. */
export function checkStep(outcome: Outcome): void {
  const { asked, before, answer } = outcome;
  if (typeof answer === 'string') return checkRefusal(outcome);
  const books = recount(before);
  checkRepeated(outcome);
  checkEarnings(outcome);
  if (asked.type === 'PurchaseReturned') checkReversals(outcome, books);
  for (const event of answer) checkUse(event, outcome, books);
  checkDebtIsRepaid(outcome);
  checkTiers(outcome);
}

/** Points are refused only where there are not enough. */
function checkRefusal({ asked, before, answer, isLate }: Outcome): void {
  if (answer !== 'enough-points' || isLate) return;
  const { points, program } = asked.data as { points: number; program?: string };
  const books = recount(before);
  const programs = program === undefined ? ['points', 'gold'] : [program];
  const most = Math.max(...programs.map((each) => balanceAt(books, each, asked.occurredAt)));
  const isEnough = most >= Math.abs(points);
  // Without a programme the one with points left is meant, whether or not they can be used.
  demand(!isEnough || program === undefined, 'what is there is not refused', { asked, most });
}

function checkRepeated({ asked, before, answer }: Outcome): void {
  const isRepeated = before.some(({ id }) => id === asked.id);
  demand(!isRepeated || answer.length === 0, 'a repeated fact changes nothing', asked);
}

/** Each fact earns once in each programme in force when it happened, and what its rules say. */
function checkEarnings({ asked, before, answer, published }: Outcome): void {
  if (typeof answer === 'string' || answer.length === 0) return;
  for (const program of published.keys()) {
    const own = earnedIn(before, program);
    const now = earnedIn(answer, program);
    const version = inForceAt(published, program, asked.occurredAt);
    const { purchaseId = asked.id } = asked.data as PurchaseRecorded;
    const isKnown = asked.type === 'PurchaseRecorded' && own.some(({ purchaseRef }) => purchaseRef === purchaseId);
    const expected = version && !isKnown ? expectedEarning(asked, version, own) : undefined;
    demand(now.length === (expected ? 1 : 0), 'one earning for each purchase and programme', { asked, program, now });
    for (const lot of now) {
      demand(lot.points === expected!.points, 'points are what the rules give', { asked, lot, version });
      demand(lot.programVersion === version!.programVersion, 'the version in force then decides', { asked, lot });
      for (const { rule, points } of lot.parts) demand((expected!.parts.get(rule) ?? 0) === points, 'by rule', { lot });
    }
  }
}

function earnedIn(events: readonly DatedFact[], program: string): PointsEarned[] {
  return events
    .filter(({ type }) => type === 'PointsEarned')
    .map(({ data }) => data as PointsEarned)
    .filter((each) => each.program === program);
}

/** Uses take what ends first, what can be used, and no more than there is beside what is owed. */
function checkUse(event: DatedFact, { isLate, published }: Outcome, books: Books): void {
  const use = usedBy(event);
  if (!use || isLate) return;
  const { program, points, allocations } = use;
  const at = event.occurredAt;
  demand(points <= balanceAt(books, program, at), 'nobody uses more than there is', { event });
  const usable = [...books.lots.values()]
    .filter((lot) => lot.program === program && isUsable(lot, at) && leftOf(lot) > 0)
    .sort(endsFirst);
  let missing = points;
  const expected = usable.flatMap((lot) => {
    const part = Math.min(missing, leftOf(lot));
    missing -= part;
    return part > 0 ? [{ lotId: lot.lotId, points: part }] : [];
  });
  demand(JSON.stringify(allocations) === JSON.stringify(expected), 'what ends first is used first', {
    event,
    expected,
  });
  demand(published.size > 0, 'there is a programme', {});
}

function usedBy({ type, data }: DatedFact) {
  if (type === 'PointsRedeemed') return data as PointsRedeemed;
  const use = data as (PointsTransferred | PointsAdjusted) & { allocations: PointsRedeemed['allocations'] };
  const takes =
    (type === 'PointsTransferred' && use.direction === 'out') ||
    (type === 'PointsAdjusted' && use.direction === 'debit');
  return takes ? use : undefined;
}

function endsFirst(a: Lot, b: Lot): number {
  const key = ({ until, earnedAt, lotId }: Lot) => `${until ?? '~'} ${earnedAt} ${lotId}`;
  return key(a) < key(b) ? -1 : 1;
}

/** A return takes back the share of all that came back so far; its own lot first, and what is missing is owed. */
function checkReversals({ asked, before, answer, published, isLate }: Outcome, books: Books): void {
  if (typeof answer === 'string' || answer.length === 0) return;
  const { purchaseId } = asked.data as PurchaseReturned;
  const returns = [...before, asked]
    .filter(({ type }) => type === 'PurchaseReturned')
    .map(({ data }) => data as PurchaseReturned)
    .filter((each) => each.purchaseId === purchaseId);
  for (const lot of [...books.lots.values()].filter(({ purchaseRef }) => purchaseRef === purchaseId)) {
    const { base } = before.find(({ data }) => (data as PointsEarned).lotId === lot.lotId)!.data as PointsEarned;
    const back = returns
      .filter(({ total }) => total.currency === base!.currency)
      .reduce((sum, { total }) => sum + total.amount, 0);
    const share = back === 0 ? 0 : shareOf(lot.points, base!.amount, back);
    const due = share - reversedBefore(before, lot.lotId);
    const reversal = answer.find(
      ({ type, data }) => type === 'PointsReversed' && (data as PointsReversed).lotId === lot.lotId,
    );
    const said = reversal?.data as PointsReversed | undefined;
    demand((said?.points ?? 0) === due, 'what is taken back is the share of all that came back', { asked, said, due });
    if (!said) continue;
    checkParts(said, due, answer, lot.program);
    if (isLate) continue;
    const fromOthers = inForceAt(published, lot.program, asked.occurredAt)?.reverseFromOtherLots ?? false;
    checkSources(said, lot, books, reversal!.occurredAt, fromOthers);
  }
}

/** All of what is due was taken from lots, had lapsed, or is owed. */
function checkParts(
  said: PointsReversed,
  due: number,
  answer: Exclude<Outcome['answer'], string>,
  program: string,
): void {
  const { allocations, lapsed, shortfall } = said;
  const taken = allocations.reduce((sum, { points }) => sum + points, 0);
  demand(taken + lapsed + shortfall === due, 'nothing of it is dropped', said);
  demand(lapsed >= 0 && shortfall >= 0, 'no part of it is made up by another', said);
  const owed = answer
    .filter(({ type, data }) => type === 'PointsDebtIncurred' && (data as { program: string }).program === program)
    .reduce((sum, { data }) => sum + (data as { points: number }).points, 0);
  demand(owed === shortfall, 'what no lot could give is owed', { said, owed });
}

function checkSources(said: PointsReversed, lot: Lot, books: Books, at: string, fromOthers: boolean): void {
  const family = new Set([lot.lotId]);
  for (const each of books.lots.values()) if (each.heirOf !== null && family.has(each.heirOf)) family.add(each.lotId);
  const lots = [...books.lots.values()].filter(
    ({ program, until }) => program === lot.program && (until === null || at < until),
  );
  const taken = new Map(said.allocations.map(({ lotId, points }) => [lotId, points]));
  const leftAfter = (each: Lot): number => leftOf(each) - (taken.get(each.lotId) ?? 0);
  const usesOthers = [...taken.keys()].some((lotId) => !family.has(lotId));
  if (usesOthers || said.lapsed > 0 || said.shortfall > 0) {
    const own = lots.filter(({ lotId }) => family.has(lotId));
    demand(
      own.every((each) => leftAfter(each) === 0),
      'its own lot comes first',
      { said, own },
    );
  }
  demand(!usesOthers || fromOthers, 'other lots only where the programme says so', said);
  if (fromOthers && said.shortfall > 0) {
    const others = lots.filter((each) => isUsable(each, at));
    demand(
      others.every((each) => leftAfter(each) === 0),
      'owed is only what no lot could give',
      said,
    );
  }
}

function shareOf(points: number, paid: number, back: number): number {
  return paid === 0 ? 0 : Math.floor((points * Math.min(back, paid)) / paid);
}

function reversedBefore(before: readonly DatedFact[], lotId: string): number {
  return before
    .filter(({ type, data }) => type === 'PointsReversed' && (data as PointsReversed).lotId === lotId)
    .reduce((sum, { data }) => sum + (data as PointsReversed).points, 0);
}

/** Whatever comes in repays what is owed, before it can be used. */
function checkDebtIsRepaid({ before, answer, isLate }: Outcome): void {
  if (typeof answer === 'string' || isLate) return;
  const earlier = recount(before);
  const books = recount([...before, ...answer]);
  for (const lot of books.lots.values()) {
    const isNew = lot.index >= before.length;
    const owed = debtOf(books, lot.program);
    if (isNew && owed > 0 && debtOf(earlier, lot.program) > 0) {
      demand(leftOf(lot) === 0, 'what is owed is repaid first', { lot, owed });
    }
  }
}
