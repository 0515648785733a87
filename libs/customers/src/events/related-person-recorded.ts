import { CalendarDate, FactBody, Text } from '#kernel';

@FactBody({
  version: 1,
  path: 'related-persons',
  about:
    'Somebody close to the customer became known. The person is known again by `personId`, else by relation and name, ' +
    'else by relation and date of birth; fields that are not given stay as they were.',
})
export class RelatedPersonRecorded {
  @Text({ about: 'What the person is to the customer, for instance child, partner, parent, colleague', max: 100 })
  relation!: string;

  @Text({ about: 'Name of the person', max: 500, optional: true, personal: true })
  name?: string;

  @CalendarDate({ about: 'Date of birth', optional: true, personal: true })
  birthDate?: string;

  @Text({ about: "The source's id of the person", max: 200, optional: true })
  personId?: string;

  @Text({ about: 'What else is known', max: 2_000, optional: true, personal: true })
  note?: string;
}
