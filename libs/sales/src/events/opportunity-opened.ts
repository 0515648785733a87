import { CalendarDate, EventId, FactBody, Money, OneOf, Part, Text } from '#kernel';
import { OpportunityFact } from './opportunity-fact.js';
import { RELATIONSHIP_PLANES, type RelationshipPlane } from './relationship-plane.js';

@FactBody({ version: 1, path: 'opportunities', about: 'A sale became possible and is worked on.' })
export class OpportunityOpened extends OpportunityFact {
  @Text({ about: 'What it is about', max: 500, optional: true })
  name?: string;

  @Part(() => Money, { about: 'What it is thought to be worth', optional: true })
  value?: Money;

  @Text({ about: 'Campaign that it came from', max: 200, optional: true })
  campaign?: string;

  @Text({ about: 'Lead that it came from', max: 200, optional: true })
  leadId?: string;

  @EventId({
    about: 'The earlier event that it came from, for instance a refusal or a service request',
    optional: true,
  })
  refersTo?: string;

  @OneOf(RELATIONSHIP_PLANES, { about: 'What a further sale to a known customer rests on', optional: true })
  plane?: RelationshipPlane;

  @CalendarDate({ about: 'When it is hoped to be won', optional: true })
  expectedCloseOn?: string;
}
