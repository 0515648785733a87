import { CountsAs, FactBody, Instant, Money, OneOf, Part, Text, WholeNumber, WordList } from '#kernel';
import { RELATIONSHIP_PLANES, type RelationshipPlane } from './relationship-plane.js';

@FactBody({ version: 1, path: 'offers', about: 'The customer was offered something.' })
@CountsAs('contact')
export class OfferMade {
  @Text({ about: "The source's id of the offer", max: 200 })
  offerId!: string;

  @Text({ about: 'Campaign that it belongs to', max: 200, optional: true })
  campaign?: string;

  @Text({ about: 'Product that is offered', max: 200, optional: true })
  product?: string;

  @Text({ about: 'What kind of offer it is, for instance discount, bogo, informational', max: 100, optional: true })
  kind?: string;

  @Text({ about: 'The offer in words', optional: true })
  description?: string;

  @WordList({ about: 'Ways by which it went out', max: 20, optional: true })
  channels?: string[];

  @Part(() => Money, { about: 'Price that is offered', optional: true })
  price?: Money;

  @WholeNumber({ about: 'Discount in whole per cent', max: 100, optional: true })
  percentOff?: number;

  @Part(() => Money, { about: 'What must be spent to earn what it promises', optional: true })
  minimumSpend?: Money;

  @WholeNumber({ about: 'Points promised for taking it', max: 1_000_000_000_000, optional: true })
  rewardPoints?: number;

  @Instant({ about: 'From when it holds', optional: true })
  validFrom?: string;

  @Instant({ about: 'Until when it holds', optional: true })
  validUntil?: string;

  @OneOf(RELATIONSHIP_PLANES, { about: 'What a further sale to a known customer rests on', optional: true })
  plane?: RelationshipPlane;

  @Text({ about: 'Opportunity that it belongs to', max: 200, optional: true })
  opportunityId?: string;
}
