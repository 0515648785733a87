import { CountsAs, EventId, FactBody, Text } from '#kernel';

@FactBody({ version: 1, path: 'refusals', about: 'The customer said no, to whatever it was, and why.' })
@CountsAs('contact')
export class RefusalRecorded {
  @Text({ about: 'What was refused, for instance an offer, a product, a call, an instruction', max: 500 })
  subject!: string;

  @Text({ about: 'Why, as a code, for instance price, bad_service, competitor, no_need', max: 100 })
  reasonCode!: string;

  @Text({ about: 'Why, in words', optional: true, personal: true })
  reasonText?: string;

  @Text({ about: 'Whom he prefers', max: 200, optional: true })
  competitor?: string;

  @Text({ about: 'Offer that was refused', max: 200, optional: true })
  offerId?: string;

  @Text({ about: 'Opportunity in which he refused', max: 200, optional: true })
  opportunityId?: string;

  @Text({ about: 'Product that was refused', max: 200, optional: true })
  product?: string;

  @Text({ about: 'Campaign in which he refused', max: 200, optional: true })
  campaign?: string;

  @Text({ about: 'The way by which he said so', max: 100, optional: true })
  channel?: string;

  @Text({ about: 'Who was told so', max: 200, optional: true })
  owner?: string;

  @EventId({ about: 'The earlier event that he answers: an offer, an opportunity, an interaction', optional: true })
  answers?: string;
}
