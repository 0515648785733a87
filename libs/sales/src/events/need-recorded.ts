import { CalendarDate, EventId, FactBody, Text } from '#kernel';

@FactBody({ version: 1, path: 'needs', about: 'The customer needs something, or asked for it.' })
export class NeedRecorded {
  @Text({ about: 'What it is about, as a topic that others have too', max: 200 })
  topic!: string;

  @Text({ about: 'What he needs, in words', optional: true, personal: true })
  description?: string;

  @Text({ about: 'Product that would meet it', max: 200, optional: true })
  product?: string;

  @CalendarDate({ about: 'By when', optional: true })
  neededBy?: string;

  @Text({ about: 'Opportunity in which it came up', max: 200, optional: true })
  opportunityId?: string;

  @EventId({ about: 'The earlier event that it was learnt from', optional: true })
  refersTo?: string;
}
