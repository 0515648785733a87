import { CountsAs, EventId, FactBody, OneOf, Text, WholeNumber } from '#kernel';

@FactBody({
  version: 1,
  path: 'impressions',
  about: 'Somebody saw or heard in which mood the customer was, and what impression he had.',
})
@CountsAs('contact')
export class ImpressionRecorded {
  @WholeNumber({ about: 'Impression, from -2 (very bad) to 2 (very good)', min: -2, max: 2 })
  impression!: number;

  @Text({ about: 'Mood, in a word, for instance gloomy, glad, angry', max: 100, optional: true })
  mood?: string;

  @Text({ about: 'The way of the encounter, for instance in_person, phone, site_chat', max: 100, optional: true })
  channel?: string;

  @Text({ about: 'Shop, branch or department', max: 200, optional: true })
  store?: string;

  @OneOf(['none', 'some', 'strong'], { about: 'How hard the seller pressed', optional: true })
  sellerPressure?: 'none' | 'some' | 'strong';

  @Text({ about: 'What was seen or heard', max: 2_000, optional: true, personal: true })
  note?: string;

  @EventId({ about: 'The event in which it was seen', optional: true })
  refersTo?: string;
}
