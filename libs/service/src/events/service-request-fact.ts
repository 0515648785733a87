import { Text } from '#kernel';

/** How a plan or a single job is paid for. */
export const BILLINGS = ['free', 'paid', 'hybrid'] as const;
export type Billing = (typeof BILLINGS)[number];

/** What every fact about a service request says. */
export class ServiceRequestFact {
  @Text({ about: "The source's id of the request", max: 200 })
  requestId!: string;

  @Text({ about: 'What kind of request it is, for instance technical, billing, complaint', max: 200, optional: true })
  category?: string;

  @Text({ about: 'The way it took, for instance phone, email, account_owner', max: 100, optional: true })
  channel?: string;
}
