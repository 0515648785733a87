import { FactBody, Text } from '#kernel';

@FactBody({ version: 1, path: 'opportunity-losses', about: 'An opportunity ended without a sale.' })
export class OpportunityLost {
  @Text({ about: "The source's id of the opportunity", max: 200 })
  opportunityId!: string;

  @Text({ about: 'Why it was lost, as a code', max: 100, optional: true })
  reasonCode?: string;

  @Text({ about: 'Why it was lost, in words', optional: true, personal: true })
  reasonText?: string;

  @Text({ about: 'Who was chosen instead', max: 200, optional: true })
  competitor?: string;

  @Text({ about: 'Product that was to be sold', max: 200, optional: true })
  product?: string;

  @Text({ about: 'Who worked on it', max: 200, optional: true })
  owner?: string;
}
