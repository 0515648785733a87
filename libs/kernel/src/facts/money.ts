import { Text, WholeNumber } from './fields.js';

/** A hundred thousand million whole units at two decimals; some nine hundred such amounts still add up exactly. */
export const MAX_MINOR_UNITS = 10_000_000_000_000;

/** An amount of money: whole minor units (cents) and an ISO 4217 code. Never negative: a return is an event of its own. */
export class Money {
  @WholeNumber({ about: 'Minor units of the currency, for instance cents', max: MAX_MINOR_UNITS })
  amount!: number;

  @Text({ about: 'ISO 4217 code', max: 3, pattern: /^[A-Z]{3}$/ })
  currency!: string;
}
