import { CountsAs, EventId, FactBody, Text } from '#kernel';

@FactBody({
  version: 1,
  path: 'callback-completions',
  about: 'The customer was called back; `occurredAt` says when, and so whether the promise was kept.',
})
@CountsAs('contact')
export class CallbackCompleted {
  @Text({ about: 'The call-back', max: 200 })
  callbackId!: string;

  @Text({ about: 'Who called', max: 200, optional: true })
  completedBy?: string;

  @Text({ about: 'What came of it', max: 500, optional: true, personal: true })
  outcome?: string;

  @EventId({ about: 'The call that it was', optional: true })
  refersTo?: string;
}
