import { FactBody, Text } from '#kernel';
import { ContactPointOf } from './contact-point.js';

@FactBody({
  version: 1,
  path: 'contact-point-verifications',
  about: 'A contact point was seen to be the customer’s and to work; it can be verified again at any time.',
})
export class ContactPointVerified extends ContactPointOf {
  @Text({ about: 'In which way, for instance code, link, reply, call', max: 100, optional: true })
  how?: string;
}
