import { CountsAs, FactBody, Money, OneOf, Part, Text } from '#kernel';
import { type Billing, BILLINGS, ServiceRequestFact } from './service-request-fact.js';

@FactBody({
  version: 1,
  path: 'service-request-resolutions',
  about: 'A service request was answered or its cause mended.',
})
@CountsAs('contact')
export class ServiceRequestResolved extends ServiceRequestFact {
  @Text({ about: 'What was done', optional: true, personal: true })
  resolution?: string;

  @OneOf(BILLINGS, { about: 'Whether the work was free, paid, or partly both', optional: true })
  billing?: Billing;

  @Part(() => Money, { about: 'What the work cost the company, where no ServicePerformed says it', optional: true })
  cost?: Money;

  @Part(() => Money, { about: 'What the customer pays for it, where no ServicePerformed says it', optional: true })
  price?: Money;
}
