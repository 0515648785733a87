import { EventId, FactBody, Instant, Text, WholeNumber, WordList } from '#kernel';

@FactBody({
  version: 1,
  path: 'planned-meetings',
  about: 'Company and customer agreed to meet. Another time is another meeting: this one is then cancelled.',
})
export class MeetingPlanned {
  @Text({ about: "The source's id of the meeting", max: 200 })
  meetingId!: string;

  @Instant({ about: 'When it is to begin' })
  startsAt!: string;

  @WholeNumber({ about: 'Planned length in seconds', max: 31_536_000, optional: true })
  durationSeconds?: number;

  @Text({ about: 'Where they are to meet', max: 500, optional: true })
  place?: string;

  @Text({ about: 'The way it is to take, for instance in_person, video, phone', max: 100, optional: true })
  channel?: string;

  @Text({ about: 'What it is to be about, in a line', max: 500, optional: true, personal: true })
  subject?: string;

  @Text({ about: 'Who looks after it on the company’s side', max: 200, optional: true })
  owner?: string;

  @WordList({ about: 'Who is to take part', max: 100, optional: true, personal: true })
  participants?: string[];

  @EventId({ about: 'The earlier event that it came from', optional: true })
  refersTo?: string;
}
