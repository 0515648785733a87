import { Text } from '#kernel';

/** What GET /v1/stream may be asked. */
export class StreamQuery {
  @Text({
    about:
      'Where to begin: `start`, `now` (by default), or a position, behind which it begins. Last-Event-ID, lastEventId ' +
      'and after go before it, in this order: whoever comes again with the same address goes on where he was',
    max: 19,
    optional: true,
  })
  from?: string;

  @Text({ about: 'Begin behind this position: the same as Last-Event-ID, for the first time', max: 19, optional: true })
  after?: string;

  @Text({
    about: 'The same as the header Last-Event-ID, for those who cannot set headers',
    max: 19,
    optional: true,
  })
  lastEventId?: string;

  @Text({ about: 'Only these event types, separated by commas', max: 5_000, optional: true })
  type?: string;

  @Text({ about: 'Only what happened with this customer (UUID)', max: 36, optional: true })
  customer?: string;
}
