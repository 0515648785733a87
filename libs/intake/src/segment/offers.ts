import { withoutEmpty } from '../presets/without-empty.js';
import { campaignOf, channelOf } from './call-context.js';
import { CallValues } from './call-values.js';
import type { FactParts } from './fact-parts.js';
import type { SegmentCall } from './segment-call.js';

/** A promotion on the site was seen or clicked. */
export function promotionViewed(call: SegmentCall): FactParts {
  const said = new CallValues(call.fields.properties, 'properties');
  const offerId = said.requiredText('promotion_id', 'promotionId', 'id');
  const campaign = campaignOf(call);
  said.check();
  return { type: 'OfferViewed', data: { offerId, channel: channelOf(call) ?? 'site', ...withoutEmpty({ campaign }) } };
}

/** A coupon was applied to an order. */
export function couponApplied(call: SegmentCall): FactParts {
  const said = new CallValues(call.fields.properties, 'properties');
  const amount = said.minorUnits(said.currency(), 'discount');
  const data = withoutEmpty({
    couponId: said.requiredText('coupon_id', 'coupon_name', 'couponId'),
    purchaseId: said.text('order_id', 'orderId'),
    discount: amount === undefined ? undefined : { amount, currency: said.currency() },
    campaign: campaignOf(call),
    channel: channelOf(call),
  });
  said.check();
  return { type: 'CouponRedeemed', data };
}

/** An e-mail of ours arrived. */
export function emailDelivered(call: SegmentCall): FactParts {
  const said = new CallValues(call.fields.properties, 'properties');
  const data = withoutEmpty({
    subject: said.text('email_subject'),
    messageId: said.text('email_id'),
    campaign: emailCampaign(said) ?? campaignOf(call),
  });
  said.check();
  return { type: 'EmailLogged', data: { direction: 'outbound', ...data } };
}

/** An e-mail of ours, and the offer in it, was looked at. */
export function emailViewed(call: SegmentCall): FactParts {
  const said = new CallValues(call.fields.properties, 'properties');
  const offerId = said.requiredText('campaign_id', 'email_id');
  const campaign = emailCampaign(said) ?? campaignOf(call);
  said.check();
  return { type: 'OfferViewed', data: { offerId, channel: 'email', ...withoutEmpty({ campaign }) } };
}

/** He wants no more of these e-mails. */
export function emailForbidden(how: string): (call: SegmentCall) => FactParts {
  return (call) => {
    const said = new CallValues(call.fields.properties, 'properties');
    const purpose = said.text('list_id', 'list_name') ?? 'newsletter';
    said.check();
    return { type: 'ConsentWithdrawn', data: { purpose, channel: 'email', how } };
  };
}

function emailCampaign(said: CallValues): string | undefined {
  return said.text('campaign_name', 'campaign_id');
}
