import { ValidationFailed } from '#kernel';
import type { FactParts } from './fact-parts.js';
import { couponApplied, emailDelivered, emailForbidden, emailViewed, promotionViewed } from './offers.js';
import { orderCompleted, orderReturned } from './orders.js';
import { type CallType, readCall, type SegmentCall } from './segment-call.js';
import { group, identify, signedUp } from './traits.js';
import { pageOrScreen, siteVisit } from './visits.js';

/** Source of the facts of calls, where no other is given. */
export const SEGMENT_SOURCE = 'urn:segment';

type Making = (call: SegmentCall) => FactParts;

/** The tracked events that the ledger has facts for, by the names of Segment's own specs. */
const TRACKED: ReadonlyMap<string, Making> = new Map<string, Making>([
  ['Signed Up', signedUp],
  ['Order Completed', orderCompleted],
  ['Order Refunded', orderReturned()],
  ['Order Cancelled', orderReturned('cancelled')],
  ['Coupon Applied', couponApplied],
  ['Promotion Viewed', promotionViewed],
  ['Promotion Clicked', promotionViewed],
  ['Email Delivered', emailDelivered],
  ['Email Opened', emailViewed],
  ['Email Link Clicked', emailViewed],
  ['Email Marked as Spam', emailForbidden('marked_as_spam')],
  ['Unsubscribed', emailForbidden('unsubscribed')],
  ['Products Searched', siteVisit('searched')],
  ['Product List Viewed', siteVisit('looked at list')],
  ['Product Clicked', siteVisit('looked at')],
  ['Product Viewed', siteVisit('looked at')],
  ['Product Added', siteVisit('put into the cart')],
  ['Product Removed', siteVisit('took out of the cart')],
  ['Cart Viewed', siteVisit('looked at the cart')],
  ['Checkout Started', siteVisit('went to the checkout')],
]);

export const TRACKED_NAMES: readonly string[] = [...TRACKED.keys()];

/**
 * The CloudEvent of a call of the Segment spec, without its source. `expected`: the type that the address says. Throws
 * ValidationFailed; a tracked name that the ledger has no fact for is refused, not guessed at.
 */
export function segmentEvent(value: unknown, expected?: CallType): Record<string, unknown> {
  const call = readCall(value, expected);
  const { type, data } = makingOf(call)(call);
  return {
    specversion: '1.0',
    id: call.messageId,
    type,
    subject: call.subject,
    ...(call.timestamp === undefined ? {} : { time: call.timestamp }),
    data,
  };
}

function makingOf(call: SegmentCall): Making {
  switch (call.type) {
    case 'identify':
      return identify;
    case 'group':
      return group;
    case 'page':
    case 'screen':
      return pageOrScreen;
    case 'track':
      return trackedMaking(call.fields.event);
  }
}

function trackedMaking(name: unknown): Making {
  const making = typeof name === 'string' ? TRACKED.get(name) : undefined;
  if (making) return making;
  const message = `must be one of ${TRACKED_NAMES.join(', ')}; send other facts as CloudEvents`;
  throw new ValidationFailed([{ field: 'event', rule: 'known-track', message }]);
}
