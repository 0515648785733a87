import { FactBody, Text } from '#kernel';
import { ServiceRequestFact } from './service-request-fact.js';

@FactBody({ version: 1, path: 'service-request-handovers', about: 'A service request was handed to somebody else.' })
export class ServiceRequestHandedOver extends ServiceRequestFact {
  @Text({ about: 'Who looks after it from now on', max: 200 })
  to!: string;

  @Text({ about: 'Who looked after it', max: 200, optional: true })
  from?: string;

  @Text({ about: 'Why', optional: true, personal: true })
  reason?: string;
}
