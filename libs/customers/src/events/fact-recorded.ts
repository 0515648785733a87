import { EventId, FactBody, Text, WholeNumber } from '#kernel';

@FactBody({
  version: 1,
  path: 'facts',
  about: 'Something became known about the customer that has no field of its own; the latest value of a kind holds.',
})
export class FactRecorded {
  @Text({ about: 'What kind of fact it is, for instance clothing_size, car, allergy, favourite_brand', max: 100 })
  kind!: string;

  @Text({ about: 'The value', max: 2_000, personal: true })
  value!: string;

  @Text({ about: 'Where it is known from, for instance customer, observation, register', max: 200, optional: true })
  source?: string;

  @EventId({ about: 'The note, call or other event that it was taken from', optional: true })
  extractedFrom?: string;

  @WholeNumber({ about: 'How sure it is, in whole per cent', max: 100, optional: true })
  confidence?: number;
}
