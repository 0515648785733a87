import type { RecordedEvent } from '#kernel';
import { isPurchase, PURCHASE_TYPES, type Touch, touchOf } from '../rules/touch.js';

/** A contact as it is kept: what it does not say is left out, its event is found in the history by its time. */
export interface KeptTouch extends Pick<Touch, 'at' | 'type' | 'source'> {
  channel?: string;
  campaign?: string;
}

/** The first and the last contact on a customer's way to his first purchase. */
export interface FunnelTouches {
  first_touch: KeptTouch | null;
  /** The last contact that is not after the first purchase. */
  last_touch: KeptTouch | null;
  /** A purchase turned out to be earlier than `last_touch`: which contact was the last before it, the events tell. */
  last_touch_lost: boolean;
}

type FirstOf = Readonly<Record<string, number>>;

export function firstTouches(): FunnelTouches {
  return { first_touch: null, last_touch: null, last_touch_lost: false };
}

/** When the first purchase happened, in milliseconds since 1970, by when each type of fact happened first. */
export function firstPurchaseMs(firstOf: FirstOf): number | undefined {
  let first: number | undefined;
  for (const type of PURCHASE_TYPES) {
    const ms = firstOf[type];
    if (ms !== undefined && ms < (first ?? Infinity)) first = ms;
  }
  return first;
}

/** What changes by one more event; `firstOf` is what was known before it. */
export function touchChanges(touches: FunnelTouches, firstOf: FirstOf, event: RecordedEvent): Partial<FunnelTouches> {
  const purchasedMs = firstPurchaseMs(firstOf) ?? Infinity;
  if (isPurchase(event.type)) {
    const first = Math.min(Date.parse(event.metadata.occurredAt), purchasedMs);
    const lost = touches.last_touch !== null && Date.parse(touches.last_touch.at) > first;
    return lost ? { last_touch: null, last_touch_lost: true } : {};
  }
  const found = touchOf(event);
  if (!found) return {};
  const touch = keptTouchOf(found);
  return {
    ...(isEarlier(touch, touches.first_touch) ? { first_touch: touch } : {}),
    ...(!touches.last_touch_lost && Date.parse(touch.at) <= purchasedMs && isLater(touch, touches.last_touch)
      ? { last_touch: touch }
      : {}),
  };
}

function isEarlier({ at }: KeptTouch, known: KeptTouch | null): boolean {
  return known === null || at < known.at;
}

/** Of two at the same time the one recorded later is the later one. */
function isLater({ at }: KeptTouch, known: KeptTouch | null): boolean {
  return known === null || at >= known.at;
}

function keptTouchOf({ at, type, source, channel, campaign }: Touch): KeptTouch {
  return { at, type, source, ...(channel === null ? {} : { channel }), ...(campaign === null ? {} : { campaign }) };
}
