import { describe, expect, it } from '@jest/globals';
import { fold } from '../../../../test/support/fold.js';
import { CUSTOMER, recorded } from '../../../../test/support/recorded.js';
import { OfferViewed, PurchaseRecorded, PurchaseReturned } from '../events/index.js';
import { purchaseReturnTable, purchaseTable } from './purchases.js';

const bought = recorded(
  PurchaseRecorded,
  {
    total: { amount: 2_977, currency: 'USD' },
    purchaseId: 'R-1',
    store: 'north',
    lines: [
      { sku: 'a', quantity: 2, unitPrice: 1_000 },
      { sku: 'b', quantity: 1, unitPrice: { amount: 977, currency: 'USD' } },
    ],
  },
  { position: 1, occurredAt: '1997-01-18T23:30:00.000Z', source: 'urn:shop' },
);
const nameless = recorded(PurchaseRecorded, { total: { amount: 0, currency: 'USD' }, quantity: 5 }, { position: 2 });
const returned = recorded(
  PurchaseReturned,
  { purchaseId: 'R-1', total: { amount: 977, currency: 'USD' } },
  { position: 3, occurredAt: '1997-02-01T10:00:00.000Z' },
);

describe('purchases', () => {
  it('are one row each, with day, money and number of items', () => {
    expect(fold(purchaseTable, [bought]).get(bought.id)).toEqual({
      purchase: bought.id,
      customer_id: CUSTOMER,
      purchase_ref: 'R-1',
      source: 'urn:shop',
      occurred_at: '1997-01-18T23:30:00.000Z',
      day: '1997-01-18',
      amount: 2_977,
      currency: 'USD',
      quantity: 3,
      store: 'north',
      channel: null,
      campaign: null,
    });
  });

  it('without a number go by the event, and may cost nothing', () => {
    expect(fold(purchaseTable, [nameless]).get(nameless.id)).toMatchObject({
      purchase_ref: nameless.id,
      amount: 0,
      quantity: 5,
    });
  });

  it('are joined by their returns through the reference', () => {
    expect(fold(purchaseReturnTable, [bought, nameless, returned]).get(returned.id)).toMatchObject({
      customer_id: CUSTOMER,
      purchase_ref: 'R-1',
      amount: 977,
      day: '1997-02-01',
    });
  });

  it('have nothing to do with other facts', () => {
    const viewed = recorded(OfferViewed, { offerId: 'o' }, { position: 4 });
    expect(fold(purchaseTable, [viewed, returned]).size).toBe(0);
    expect(fold(purchaseReturnTable, [viewed, bought]).size).toBe(0);
  });
});
