import { FactBody, Money, Part, Text } from '#kernel';
import { OpportunityFact } from './opportunity-fact.js';

@FactBody({ version: 1, path: 'opportunity-advances', about: 'An opportunity came to another stage, onwards or back.' })
export class OpportunityAdvanced extends OpportunityFact {
  @Text({ about: "The stage it came to, in the source's words", max: 200 })
  stage!: string;

  @Part(() => Money, { about: 'What it is now thought to be worth', optional: true })
  value?: Money;
}
