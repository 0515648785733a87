import { CountsAs, FactBody, Part, Text } from '#kernel';

/** A customer as a system names him: the same two texts that an event of that system names him by. */
export class ReferredCustomer {
  @Text({ about: 'The system', max: 500, pattern: /^\S+$/ })
  source!: string;

  @Text({ about: 'The customer, as that system names him, or `customer:` and his id', max: 500, personal: true })
  subject!: string;
}

@FactBody({ version: 1, path: 'referrals', about: 'The customer sent somebody to the company.' })
@CountsAs('contact')
export class ReferralMade {
  @Part(() => ReferredCustomer, { about: 'Whom, where he is known by a name of a system', optional: true })
  referred?: ReferredCustomer;

  @Text({ about: 'Whom, in words', max: 500, optional: true, personal: true })
  name?: string;

  @Text({ about: 'Referral programme', max: 200, optional: true })
  program?: string;

  @Text({ about: 'Code that was passed on', max: 200, optional: true })
  code?: string;

  @Text({ about: 'Lead that came of it', max: 200, optional: true })
  leadId?: string;

  @Text({ about: 'The way it took', max: 100, optional: true })
  channel?: string;
}
