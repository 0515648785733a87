import { CountsAs, FactBody, Text } from '#kernel';
import { ServiceRequestFact } from './service-request-fact.js';

@FactBody({ version: 1, path: 'service-request-reopenings', about: 'A service request thought to be done came back.' })
@CountsAs('contact')
export class ServiceRequestReopened extends ServiceRequestFact {
  @Text({ about: 'Why', optional: true, personal: true })
  reason?: string;
}
