import type { RecordedEvent } from '#kernel';
import { daysOf } from './funnel-unit.js';
import { isPurchase, type Touch, touchOf } from './touch.js';

export interface JourneyTouch extends Touch {
  /** Days since the contact before; null for the first one. */
  gapDays: number | null;
}

/** A customer's way from the first contact to the first purchase; without a purchase, as far as he has come. */
export interface CustomerJourney {
  firstContactAt: string | null;
  /** The first purchase, or opportunity won. */
  purchase: { at: string; eventId: string; type: string } | null;
  /** From the first contact to the purchase; without one, to the last contact. */
  days: number | null;
  /** From the last contact to the purchase. */
  daysFromLastTouch: number | null;
  /** Contacts in the order in which they happened. */
  touches: JourneyTouch[];
  touchesByType: Record<string, number>;
  firstTouch: Touch | null;
  lastTouch: Touch | null;
}

/**
 * The journey that a customer's events tell, in whatever order they were recorded, as of an instant (RFC 3339 in UTC):
 * what happens later is not looked at. Without one all of them count.
 */
export function journeyOf(events: readonly RecordedEvent[], instant?: string): CustomerJourney {
  const inOrder = events
    .filter(({ metadata }) => instant === undefined || metadata.occurredAt <= instant)
    .sort(byOccurrence);
  const bought = inOrder.find(({ type }) => isPurchase(type));
  const purchase = bought ? { at: bought.metadata.occurredAt, eventId: bought.id, type: bought.type } : null;
  const touches = inOrder
    .flatMap((event) => touchOf(event) ?? [])
    .filter(({ at }) => purchase === null || at <= purchase.at);
  const first = touches[0] ?? null;
  const last = touches.at(-1) ?? null;
  const end = purchase ?? last;
  return {
    firstContactAt: first?.at ?? null,
    purchase,
    days: first && end ? daysBetween(first.at, end.at) : null,
    daysFromLastTouch: last && purchase ? daysBetween(last.at, purchase.at) : null,
    touches: touches.map((touch, index) => ({ ...touch, gapDays: gapBefore(touches, index) })),
    touchesByType: countsOf(touches.map(({ type }) => type)),
    firstTouch: first,
    lastTouch: last,
  };
}

function byOccurrence(a: RecordedEvent, b: RecordedEvent): number {
  const [first, second] = [a.metadata.occurredAt, b.metadata.occurredAt];
  if (first !== second) return first < second ? -1 : 1;
  return a.position < b.position ? -1 : 1;
}

function gapBefore(touches: readonly Touch[], index: number): number | null {
  const before = touches[index - 1];
  return before ? daysBetween(before.at, touches[index]!.at) : null;
}

function daysBetween(from: string, to: string): number {
  return daysOf(Date.parse(to) - Date.parse(from));
}

function countsOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
