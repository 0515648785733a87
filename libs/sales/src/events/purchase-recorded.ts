import { CountsAs, FactBody, ListOf, Money, OneOf, Part, Text, WholeNumber, WordList } from '#kernel';
import { PurchaseLine } from './purchase-line.js';

@FactBody({ version: 1, path: 'purchases', about: 'The customer bought something.' })
@CountsAs('contact')
export class PurchaseRecorded {
  @Part(() => Money, { about: 'What he paid in all' })
  total!: Money;

  @ListOf(() => PurchaseLine, { about: 'What he bought', max: 5_000, optional: true })
  lines?: PurchaseLine[];

  @Text({
    about: "The source's number of the order or receipt; a return names the purchase by it",
    max: 200,
    optional: true,
  })
  purchaseId?: string;

  @WholeNumber({ about: 'How many items, when the lines are not known', max: 1_000_000_000, optional: true })
  quantity?: number;

  @Text({ about: 'Shop or branch', max: 200, optional: true })
  store?: string;

  @Text({ about: 'Way of buying, for instance shop, site, phone', max: 100, optional: true })
  channel?: string;

  @Text({ about: 'Loyalty card that was shown', max: 200, optional: true, personal: true })
  cardId?: string;

  @OneOf(['self', 'gift', 'relative'], { about: 'For whom it was bought', optional: true })
  beneficiary?: 'self' | 'gift' | 'relative';

  @Part(() => Money, { about: 'Taken off in all', optional: true })
  discount?: Money;

  @Part(() => Money, {
    about: 'Part of the total that coupons of others paid, for instance of a maker',
    optional: true,
  })
  paidByCoupons?: Money;

  @WordList({ about: 'Coupons that were used', max: 100, optional: true })
  coupons?: string[];

  @Text({ about: 'Campaign that led to it', max: 200, optional: true })
  campaign?: string;

  @Text({ about: 'Offer that was taken with it', max: 200, optional: true })
  offerId?: string;

  @Text({ about: 'Opportunity that it settles', max: 200, optional: true })
  opportunityId?: string;
}
