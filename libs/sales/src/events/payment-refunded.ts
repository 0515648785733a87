import { FactBody, Money, Part, Text } from '#kernel';

@FactBody({ version: 1, path: 'payment-refunds', about: 'A payment was given back, or part of it.' })
export class PaymentRefunded {
  @Text({ about: "The source's id of the payment", max: 200 })
  paymentId!: string;

  @Part(() => Money, { about: 'What was given back, in the currency of the payment' })
  amount!: Money;

  @Text({ about: 'Way of giving it back', max: 100, optional: true })
  method?: string;

  @Text({ about: 'Why, as a code', max: 100, optional: true })
  reasonCode?: string;

  @Text({ about: 'Why, in words', optional: true, personal: true })
  reason?: string;
}
