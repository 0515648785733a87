import { FactBody, OneOf, Text } from '#kernel';

@FactBody({
  version: 1,
  path: 'cancelled-meetings',
  about: 'A planned meeting was called off, or moved to another time.',
})
export class MeetingCancelled {
  @Text({ about: 'The planned meeting', max: 200 })
  meetingId!: string;

  @OneOf(['customer', 'company', 'both'], { about: 'Who called it off', optional: true })
  cancelledBy?: 'customer' | 'company' | 'both';

  @Text({ about: 'Why, in words', max: 2_000, optional: true, personal: true })
  reason?: string;

  @Text({ about: 'The meeting that is planned in its place', max: 200, optional: true })
  movedTo?: string;
}
