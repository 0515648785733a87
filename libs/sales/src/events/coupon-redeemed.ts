import { FactBody, Money, Part, Text } from '#kernel';

@FactBody({ version: 1, path: 'coupon-redemptions', about: 'The customer used a coupon.' })
export class CouponRedeemed {
  @Text({ about: "The source's id of the coupon", max: 200 })
  couponId!: string;

  @Text({ about: 'Campaign that the coupon belongs to', max: 200, optional: true })
  campaign?: string;

  @Text({ about: 'Offer that it is part of', max: 200, optional: true })
  offerId?: string;

  @Text({ about: 'Purchase for which it was used', max: 200, optional: true })
  purchaseId?: string;

  @Part(() => Money, { about: 'What it took off', optional: true })
  discount?: Money;

  @Text({ about: 'The way by which it was used, for instance shop, site', max: 100, optional: true })
  channel?: string;
}
