import { CountsAs, FactBody, Text, WholeNumber } from '#kernel';

@FactBody({ version: 1, path: 'offer-acceptances', about: 'The customer took an offer.' })
@CountsAs('contact')
export class OfferAccepted {
  @Text({ about: "The source's id of the offer", max: 200 })
  offerId!: string;

  @Text({ about: 'Campaign that it belongs to', max: 200, optional: true })
  campaign?: string;

  @Text({ about: 'The way by which he answered', max: 100, optional: true })
  channel?: string;

  @Text({ about: 'Purchase in which he took it', max: 200, optional: true })
  purchaseId?: string;

  @WholeNumber({ about: 'Points that the offer promised for it', max: 1_000_000_000_000, optional: true })
  rewardPoints?: number;
}
