import { CountsAs, FactBody, Money, Part, Text } from '#kernel';
import { OpportunityFact } from './opportunity-fact.js';

@FactBody({ version: 1, path: 'opportunity-wins', about: 'An opportunity ended in a sale.' })
@CountsAs('contact')
export class OpportunityWon extends OpportunityFact {
  @Part(() => Money, { about: 'What it was sold for', optional: true })
  value?: Money;

  @Text({ about: 'Why it was won, as a code', max: 100, optional: true })
  reasonCode?: string;

  @Text({ about: 'Lead that it came from', max: 200, optional: true })
  leadId?: string;
}
