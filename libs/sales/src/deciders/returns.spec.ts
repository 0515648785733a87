import { describe, it } from '@jest/globals';
import { PurchaseRecorded, PurchaseReturned } from '../events/index.js';
import { fact, given } from '../../../../test/support/given.js';
import { returns } from './returns.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const bought = fact(PurchaseRecorded, {
  purchaseId: 'R-1',
  total: usd(5_000),
  lines: [
    { sku: 'tea', quantity: 2, unitPrice: 2_000 },
    { sku: 'cup', quantity: 1, unitPrice: 1_000 },
  ],
});
const back = (data: Partial<PurchaseReturned>) =>
  fact(PurchaseReturned, { purchaseId: 'R-1', total: usd(1_000), ...data });

describe('returns', () => {
  it('take back part of a purchase, and then the rest', () => {
    given(returns, [bought]).when(back({})).thenRecorded();
    given(returns, [bought, back({})])
      .when(back({ total: usd(4_000) }))
      .thenRecorded();
  });

  it('want a purchase of this customer', () => {
    given(returns, []).when(back({})).thenRefused('known-purchase', 'purchaseId');
    given(returns, [bought])
      .when(back({ purchaseId: 'R-2' }))
      .thenRefused('known-purchase', 'purchaseId');
  });

  it('name a purchase without a number by its event', () => {
    const nameless = fact(PurchaseRecorded, { total: usd(700) }, { id: '22222222-2222-5222-8222-222222222222' });
    given(returns, [nameless])
      .when(back({ purchaseId: nameless.id, total: usd(700) }))
      .thenRecorded();
    given(returns, [bought])
      .when(back({ purchaseId: bought.id }))
      .thenRefused('known-purchase', 'purchaseId');
  });

  it('pay back in the currency of the purchase', () => {
    given(returns, [bought])
      .when(back({ total: { amount: 1, currency: 'EUR' } }))
      .thenRefused('same-currency', 'total.currency');
  });

  it('never pay back more than was paid, in one go or in many', () => {
    given(returns, [bought])
      .when(back({ total: usd(5_001) }))
      .thenRefused('not-more-than-bought', 'total.amount');
    given(returns, [bought, back({}), back({ total: usd(3_999) })])
      .when(back({ total: usd(2) }))
      .thenRefused('not-more-than-bought', 'total.amount');
  });

  it('never take back more pieces than were bought', () => {
    given(returns, [bought])
      .when(back({ lines: [{ sku: 'tea', quantity: 2 }] }))
      .thenRecorded();
    given(returns, [bought])
      .when(
        back({
          lines: [
            { sku: 'cup', quantity: 1 },
            { sku: 'tea', quantity: 3 },
          ],
        }),
      )
      .thenRefused('not-more-than-bought', 'lines.1.quantity');
    given(returns, [bought, back({ lines: [{ sku: 'tea', quantity: 1 }] })])
      .when(
        back({
          lines: [
            { sku: 'tea', quantity: 1 },
            { sku: 'tea', quantity: 1 },
          ],
        }),
      )
      .thenRefused('not-more-than-bought', 'lines.1.quantity');
    given(returns, [bought])
      .when(back({ lines: [{ sku: 'pot', quantity: 1 }] }))
      .thenRefused('not-more-than-bought', 'lines.0.quantity');
  });

  it('cannot count the pieces of a purchase that did not name them', () => {
    const unnamed = fact(PurchaseRecorded, { purchaseId: 'R-1', total: usd(5_000), quantity: 3 });
    given(returns, [unnamed])
      .when(back({ lines: [{ sku: 'tea', quantity: 9 }] }))
      .thenRecorded();
  });
});
