import { Attributes, CountsAs, FactBody, Text } from '#kernel';
import { Interaction } from './interaction.js';

@FactBody({
  version: 1,
  path: 'forms',
  about: 'The customer filled in a form: on the site, or anywhere that sends its answers.',
})
@CountsAs('interaction')
export class FormSubmitted extends Interaction {
  @Text({ about: 'Which form', max: 200 })
  form!: string;

  @Text({ about: 'Page that it was on', max: 2_000, optional: true })
  page?: string;

  @Attributes({ about: 'What was filled in, by the names of the fields', optional: true, personal: true })
  fields?: Record<string, string | number | boolean>;
}
