import { CountsAs, FactBody, Text } from '#kernel';
import { ServiceRequestFact } from './service-request-fact.js';

@FactBody({ version: 1, path: 'service-request-closures', about: 'A service request was ended, resolved or not.' })
@CountsAs('contact')
export class ServiceRequestClosed extends ServiceRequestFact {
  @Text({ about: 'Why, where it was not resolved', optional: true, personal: true })
  reason?: string;
}
