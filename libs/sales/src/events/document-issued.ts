import { FactBody, Instant, Money, Part, Text } from '#kernel';
import { TradeReference } from './trade-reference.js';

@FactBody({
  version: 1,
  path: 'documents',
  about: 'The customer was given a document: an invoice, a contract, an act.',
})
export class DocumentIssued extends TradeReference {
  @Text({ about: "The source's id of the document; payments name it", max: 200 })
  documentId!: string;

  @Text({ about: 'What kind of document, for instance invoice, contract, quote, act', max: 100 })
  documentType!: string;

  @Text({ about: 'Number printed on it', max: 200 })
  number!: string;

  @Text({ about: 'SHA-256 of its bytes, 64 hexadecimal digits', max: 64, pattern: /^[0-9a-f]{64}$/ })
  sha256!: string;

  @Text({ about: 'Where it is kept; the ledger keeps only its digest', max: 2_000, optional: true })
  uri?: string;

  @Part(() => Money, { about: 'Amount that it is made out for', optional: true })
  amount?: Money;

  @Instant({ about: 'When the amount is to be paid; without it the document asks for no payment', optional: true })
  dueAt?: string;
}
