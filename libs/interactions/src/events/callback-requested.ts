import { CountsAs, EventId, FactBody, Instant, Text } from '#kernel';

@FactBody({
  version: 1,
  path: 'callbacks',
  about: 'The customer asked to be called, and a time was promised.',
})
@CountsAs('interaction')
export class CallbackRequested {
  @Text({ about: "The source's id of the call-back", max: 200 })
  callbackId!: string;

  @Instant({ about: 'When he was promised to be called: the time itself, or the beginning of the window' })
  promisedAt!: string;

  @Instant({ about: 'The end of the window, where one was promised', optional: true })
  promisedUntil?: string;

  @Text({ about: 'Number to call', max: 50, optional: true, personal: true })
  phone?: string;

  @Text({ about: 'Page on which he asked', max: 2_000, optional: true })
  page?: string;

  @Text({ about: 'The way by which he asked, for instance site, call, messenger', max: 100, optional: true })
  channel?: string;

  @Text({ about: 'What it is about, in a line', max: 500, optional: true, personal: true })
  subject?: string;

  @Text({ about: 'Who is to call', max: 200, optional: true })
  owner?: string;

  @EventId({ about: 'The earlier event that it came from', optional: true })
  refersTo?: string;
}
