import { FactBody, OneOf, Text } from '#kernel';

@FactBody({
  version: 1,
  path: 'missed-meetings',
  about: 'A planned meeting did not take place: somebody did not come.',
})
export class MeetingMissed {
  @Text({ about: 'The planned meeting', max: 200 })
  meetingId!: string;

  @OneOf(['customer', 'company', 'both'], { about: 'Who did not come', optional: true })
  missedBy?: 'customer' | 'company' | 'both';

  @Text({ about: 'Why, in words', max: 2_000, optional: true, personal: true })
  reason?: string;
}
