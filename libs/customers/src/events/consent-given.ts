import { EventId, FactBody, Text } from '#kernel';
import { ConsentStatement } from './consent-statement.js';

@FactBody({
  version: 1,
  path: 'consents',
  about: 'The customer allowed something, for every way of it or for one. Who relies on it must be able to say how.',
})
export class ConsentGiven extends ConsentStatement {
  @Text({ about: 'How he gave it, for instance double_opt_in, paper, phone, shop', max: 200 })
  how!: string;

  @Text({ about: 'Version of the text that he agreed to', max: 200, optional: true })
  wording?: string;

  @EventId({ about: 'The form, call or other event in which he gave it', optional: true })
  refersTo?: string;
}
