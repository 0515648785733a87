import { CountsAs, FactBody, ListOf, Money, Part, Text } from '#kernel';
import { ReturnedLine } from './returned-line.js';

@FactBody({ version: 1, path: 'returns', about: 'The customer gave back a purchase, or part of it.' })
@CountsAs('contact')
export class PurchaseReturned {
  @Text({ about: "The purchase: the source's purchaseId, or the event's id where it has none", max: 200 })
  purchaseId!: string;

  @Part(() => Money, { about: 'What was paid back in all' })
  total!: Money;

  @ListOf(() => ReturnedLine, { about: 'What came back', max: 5_000, optional: true })
  lines?: ReturnedLine[];

  @Text({ about: 'Why, as a code', max: 100, optional: true })
  reasonCode?: string;

  @Text({ about: 'Why, in words', optional: true, personal: true })
  reason?: string;

  @Text({ about: 'Shop or branch', max: 200, optional: true })
  store?: string;

  @Text({ about: 'Way of giving it back', max: 100, optional: true })
  channel?: string;
}
