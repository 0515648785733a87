import { EventId, FactBody, Text } from '#kernel';

@FactBody({ version: 1, path: 'notes', about: 'Somebody wrote a note about the customer.' })
export class NoteAdded {
  @Text({ about: 'The note', personal: true })
  text!: string;

  @Text({ about: 'What the note is about, in a word or two', max: 200, optional: true })
  topic?: string;

  @EventId({ about: 'The earlier event that the note is about', optional: true })
  refersTo?: string;
}
