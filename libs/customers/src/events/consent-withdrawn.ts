import { EventId, FactBody, Text } from '#kernel';
import { ConsentStatement } from './consent-statement.js';

@FactBody({
  version: 1,
  path: 'consent-withdrawals',
  about: 'The customer no longer allows something, or forbade it from the start: always accepted, asked or not.',
})
export class ConsentWithdrawn extends ConsentStatement {
  @Text({ about: 'How he withdrew it, for instance link, phone, letter', max: 200, optional: true })
  how?: string;

  @Text({ about: 'Why, where he said so', max: 2_000, optional: true, personal: true })
  reason?: string;

  @EventId({ about: 'The call, e-mail or other event in which he withdrew it', optional: true })
  refersTo?: string;
}
