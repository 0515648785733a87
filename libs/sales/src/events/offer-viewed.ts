import { CountsAs, FactBody, Text } from '#kernel';

@FactBody({ version: 1, path: 'offer-views', about: 'The customer looked at an offer.' })
@CountsAs('contact')
export class OfferViewed {
  @Text({ about: "The source's id of the offer", max: 200 })
  offerId!: string;

  @Text({ about: 'Campaign that it belongs to', max: 200, optional: true })
  campaign?: string;

  @Text({ about: 'The way by which he saw it', max: 100, optional: true })
  channel?: string;
}
