import { FactBody, Text } from '#kernel';
import { ContactPointOf } from './contact-point.js';

@FactBody({
  version: 1,
  path: 'contact-point-retirements',
  about: 'A contact point is no longer to be used; adding it again takes it back into use.',
})
export class ContactPointRetired extends ContactPointOf {
  @Text({ about: 'Why, for instance bounced, moved, wrong_person, on_request', max: 200, optional: true })
  reason?: string;
}
