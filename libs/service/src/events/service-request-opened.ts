import { CountsAs, EventId, FactBody, Instant, OneOf, Text } from '#kernel';
import { type Billing, BILLINGS, ServiceRequestFact } from './service-request-fact.js';

export const SEVERITIES = ['low', 'normal', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

@FactBody({ version: 1, path: 'service-requests', about: 'The customer asked for service or complained.' })
@CountsAs('contact')
export class ServiceRequestOpened extends ServiceRequestFact {
  @Text({ about: 'What it is about, in a line', max: 500, optional: true, personal: true })
  subject?: string;

  @Text({ about: 'What he said', optional: true, personal: true })
  description?: string;

  @OneOf(SEVERITIES, { about: 'How bad it is', optional: true })
  severity?: Severity;

  @OneOf(BILLINGS, { about: 'Whether this service is free, paid, or partly both', optional: true })
  billing?: Billing;

  @Text({ about: 'Product that it is about', max: 200, optional: true })
  product?: string;

  @Text({ about: 'Shop, branch or department', max: 200, optional: true })
  store?: string;

  @Text({ about: 'Purchase that it is about', max: 200, optional: true })
  purchaseId?: string;

  @Text({
    about: 'Who looks after it: an engineer, or the salesperson whom the customer went to',
    max: 200,
    optional: true,
  })
  owner?: string;

  @Instant({ about: 'By when a first reaction was promised', optional: true })
  reactBy?: string;

  @Instant({ about: 'By when a solution was promised', optional: true })
  resolveBy?: string;

  @EventId({ about: 'The earlier event that it came from', optional: true })
  refersTo?: string;
}
