import { CountsAs, EventId, FactBody, Text } from '#kernel';
import { OpportunityFact } from './opportunity-fact.js';

@FactBody({ version: 1, path: 'opportunity-losses', about: 'An opportunity ended without a sale.' })
@CountsAs('contact')
export class OpportunityLost extends OpportunityFact {
  @Text({ about: 'Why it was lost, as a code; left out when the source says none', max: 100, optional: true })
  reasonCode?: string;

  @Text({ about: 'Why it was lost, in words', optional: true, personal: true })
  reasonText?: string;

  @Text({ about: 'Campaign in which it was lost', max: 200, optional: true })
  campaign?: string;

  @EventId({ about: 'The earlier event that the customer said no to: an offer, an interaction', optional: true })
  answers?: string;
}
