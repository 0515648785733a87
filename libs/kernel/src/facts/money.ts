import { Text, WholeNumber } from './fields.js';

/** An amount of money: whole minor units (cents) and an ISO 4217 code. Never negative: a return is an event of its own. */
export class Money {
  @WholeNumber({ about: 'Minor units of the currency, for instance cents' })
  amount!: number;

  @Text({ about: 'ISO 4217 code', max: 3, pattern: /^[A-Z]{3}$/ })
  currency!: string;
}
