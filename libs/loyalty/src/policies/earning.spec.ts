import { describe, expect, it } from '@jest/globals';
import { OfferAccepted, PurchaseRecorded } from '#sales';
import { LoyaltyBook } from '../../../../test/support/loyalty.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const AT = '2026-01-31T10:00:00.000Z';

describe('earning', () => {
  it('gives one lot for a purchase by the default programme, and says by which rule', () => {
    const book = new LoyaltyBook();
    expect(book.send(PurchaseRecorded, { purchaseId: 'R-1', total: usd(1_999) }, AT)).toEqual([
      { type: 'PurchaseRecorded', data: { purchaseId: 'R-1', total: usd(1_999) } },
      {
        type: 'PointsEarned',
        data: {
          program: 'points',
          programVersion: 0,
          lotId: expect.stringMatching(/:points$/),
          points: 19,
          earnedAt: AT,
          availableFrom: AT,
          expiresAt: '2028-01-31T10:00:00.000Z',
          sourceEventId: expect.any(String),
          purchaseRef: 'R-1',
          base: usd(1_999),
          parts: [{ rule: 'purchase', points: 19, counted: 1_999 }],
        },
      },
    ]);
  });

  it('gives the points that an offer promised', () => {
    const book = new LoyaltyBook();
    const facts = book.send(OfferAccepted, { offerId: 'O-1', rewardPoints: 5 }, AT);
    expect(facts).toMatchObject([{}, { data: { points: 5, parts: [{ rule: 'offer-reward', points: 5 }] } }]);
  });
});
