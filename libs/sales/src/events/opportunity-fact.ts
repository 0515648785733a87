import { Text } from '#kernel';

/** What every fact about an opportunity may say; what a later one says replaces what an earlier one said. */
export class OpportunityFact {
  @Text({ about: "The source's id of the opportunity", max: 200 })
  opportunityId!: string;

  @Text({ about: 'Product that it is about', max: 200, optional: true })
  product?: string;

  @Text({ about: 'Who works on it', max: 200, optional: true })
  owner?: string;

  @Text({ about: 'Team that it counts for, for instance by its manager', max: 200, optional: true })
  team?: string;

  @Text({ about: 'Office or region that it counts for', max: 200, optional: true })
  office?: string;

  @Text({ about: 'Company that would buy, as the source names it', max: 200, optional: true })
  account?: string;

  @Text({ about: 'Competitor in the running; of a lost one, who was chosen instead', max: 200, optional: true })
  competitor?: string;
}
