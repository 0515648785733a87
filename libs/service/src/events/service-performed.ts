import { CountsAs, FactBody, Money, OneOf, Part, Text } from '#kernel';
import { type Billing, BILLINGS } from './service-request-fact.js';

/** How one piece of work is paid for; a plan may be hybrid, a piece of work is one or the other. */
export const WORK_BILLINGS = ['free', 'paid'] as const;
export type WorkBilling = (typeof WORK_BILLINGS)[number];

/**
 * Work of its own, beside the resolution of a request: one request may need several pieces of work, some free and some
 * paid, and maintenance is done without anybody asking.
 */
@FactBody({ version: 1, path: 'service-works', about: 'Service work was done for the customer.' })
@CountsAs('contact')
export class ServicePerformed {
  @OneOf(WORK_BILLINGS, { about: 'Whether the customer pays for this work' })
  billing!: WorkBilling;

  @OneOf(BILLINGS, { about: 'What his service plan says: all free, all paid, or some of each', optional: true })
  plan?: Billing;

  @Part(() => Money, { about: 'What the work cost the company', optional: true })
  cost?: Money;

  @Part(() => Money, { about: 'What the customer pays for it', optional: true })
  price?: Money;

  @Text({ about: 'What was done, as a name that other works have too', max: 200, optional: true })
  service?: string;

  @Text({ about: 'Request that it was done for', max: 200, optional: true })
  requestId?: string;

  @Text({ about: 'Who did it', max: 200, optional: true })
  by?: string;

  @Text({ about: 'Product that it was done on', max: 200, optional: true })
  product?: string;

  @Text({ about: 'Shop, branch or department', max: 200, optional: true })
  store?: string;
}
