import { Text, WholeNumber } from '#kernel';

/** One kind of goods that came back. */
export class ReturnedLine {
  @Text({ about: 'Stock keeping unit, as in the purchase', max: 200 })
  sku!: string;

  @WholeNumber({ about: 'How many came back', max: 1_000_000_000 })
  quantity!: number;
}
