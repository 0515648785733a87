import { type Money, Price, Text, WholeNumber } from '#kernel';

/** One kind of goods in a purchase. */
export class PurchaseLine {
  @Text({ about: 'Stock keeping unit', max: 200 })
  sku!: string;

  @WholeNumber({ about: 'How many', max: 1_000_000_000 })
  quantity!: number;

  @Price({ about: "Price of one: minor units in the total's currency, or an amount with its own currency" })
  unitPrice!: number | Money;

  @Text({ about: 'Name of the goods', max: 500, optional: true })
  name?: string;

  @Text({ about: 'Category of the goods', max: 200, optional: true })
  category?: string;

  @Price({ about: 'Taken off this line in all, in the same form as unitPrice', optional: true })
  discount?: number | Money;

  @Price({
    about: 'Paid for this line in all, where unitPrice is rounded and does not come to it; in the same form',
    optional: true,
  })
  total?: number | Money;
}
