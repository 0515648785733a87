import { FactBody, Money, Part, Text } from '#kernel';

@FactBody({ version: 1, path: 'opportunity-advances', about: 'An opportunity came to another stage, onwards or back.' })
export class OpportunityAdvanced {
  @Text({ about: "The source's id of the opportunity", max: 200 })
  opportunityId!: string;

  @Text({ about: "The stage it came to, in the source's words", max: 200 })
  stage!: string;

  @Text({ about: 'Product that may be sold', max: 200, optional: true })
  product?: string;

  @Text({ about: 'Who works on it', max: 200, optional: true })
  owner?: string;

  @Part(() => Money, { about: 'What it is now thought to be worth', optional: true })
  value?: Money;
}
