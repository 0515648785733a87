import { FactBody, Instant, Money, Part, Text } from '#kernel';
import { TradeReference } from './trade-reference.js';

@FactBody({ version: 1, path: 'payments', about: 'The customer paid.' })
export class PaymentReceived extends TradeReference {
  @Text({ about: "The source's id of the payment; refunds name it", max: 200 })
  paymentId!: string;

  @Part(() => Money, { about: 'What came in' })
  amount!: Money;

  @Text({ about: 'Document that it pays', max: 200, optional: true })
  documentId?: string;

  @Text({ about: 'Way of paying, for instance card, cash, transfer', max: 100, optional: true })
  method?: string;

  @Instant({ about: 'When it was due, where no document says so', optional: true })
  dueAt?: string;
}
