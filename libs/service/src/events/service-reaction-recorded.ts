import { CountsAs, FactBody, Text } from '#kernel';
import { ServiceRequestFact } from './service-request-fact.js';

@FactBody({ version: 1, path: 'service-request-reactions', about: 'The company reacted to a service request.' })
@CountsAs('contact')
export class ServiceReactionRecorded extends ServiceRequestFact {
  @Text({ about: 'Who reacted', max: 200, optional: true })
  by?: string;

  @Text({ about: 'What was done, for instance called_back, answered, engineer_sent', max: 100, optional: true })
  reaction?: string;

  @Text({ about: 'What came of it, in words', optional: true, personal: true })
  result?: string;
}
