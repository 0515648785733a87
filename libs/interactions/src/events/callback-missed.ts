import { FactBody, Text } from '#kernel';

@FactBody({
  version: 1,
  path: 'missed-callbacks',
  about: 'A promised call-back did not take place in time. It can still be made, and is then late.',
})
export class CallbackMissed {
  @Text({ about: 'The call-back', max: 200 })
  callbackId!: string;

  @Text({ about: 'Who was to call', max: 200, optional: true })
  missedBy?: string;

  @Text({ about: 'Why, in words', max: 2_000, optional: true, personal: true })
  reason?: string;
}
