import { FactBody, Money, Part, Text } from '#kernel';

@FactBody({ version: 1, path: 'opportunity-wins', about: 'An opportunity ended in a sale.' })
export class OpportunityWon {
  @Text({ about: "The source's id of the opportunity", max: 200 })
  opportunityId!: string;

  @Part(() => Money, { about: 'What it was sold for', optional: true })
  value?: Money;

  @Text({ about: 'Product that was sold', max: 200, optional: true })
  product?: string;

  @Text({ about: 'Who won it', max: 200, optional: true })
  owner?: string;

  @Text({ about: 'Why it was won, as a code', max: 100, optional: true })
  reasonCode?: string;

  @Text({ about: 'Lead that it came from', max: 200, optional: true })
  leadId?: string;
}
