import { FactBody, OneOf, Text } from '#kernel';

export const PURCHASE_MOTIVES = [
  'sole_supplier',
  'price',
  'promo',
  'service',
  'proximity',
  'assortment',
  'image',
  'shyness',
  'habit_function',
  'habit_taste',
  'habit_ergonomics',
  'other',
] as const;
/** Why a customer buys here: nobody else sells it, an advantage over competitors, or he likes it, whatever happens. */
export type PurchaseMotive = (typeof PURCHASE_MOTIVES)[number];

@FactBody({ version: 1, path: 'purchase-motives', about: 'It became known why the customer buys here.' })
export class PurchaseMotiveRecorded {
  @OneOf(PURCHASE_MOTIVES, { about: 'The motive' })
  motive!: PurchaseMotive;

  @Text({ about: 'Purchase that it was the motive of', max: 200, optional: true })
  purchaseId?: string;

  @Text({ about: 'Product that it was about', max: 500, optional: true })
  product?: string;

  @Text({ about: 'Competitor who was passed over', max: 200, optional: true })
  competitor?: string;

  @Text({ about: 'In words', max: 2_000, optional: true, personal: true })
  note?: string;
}
