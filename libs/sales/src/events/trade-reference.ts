import { Text } from '#kernel';

/** What a document or a payment may belong to. */
export class TradeReference {
  @Text({ about: 'Purchase that it belongs to', max: 200, optional: true })
  purchaseId?: string;

  @Text({ about: 'Opportunity that it belongs to', max: 200, optional: true })
  opportunityId?: string;
}
