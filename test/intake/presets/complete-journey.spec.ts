import { describe, expect, it } from '@jest/globals';
import { readFolder } from './folder-of.js';

const BASKETS =
  'household_id,store_id,basket_id,product_id,quantity,sales_value,retail_disc,coupon_disc,coupon_match_disc,week,transaction_timestamp\n';
const DESCRIPTIONS = 'campaign_id,campaign_type,start_date,end_date\n26,Type A,2016-12-28,2017-02-19\n';
const read = (files: Record<string, string>) => readFolder('complete-journey', files);

describe('the preset complete-journey', () => {
  it('makes one purchase of the lines of a basket, to the cent, wherever they stand', async () => {
    const { facts, result } = await read({
      'transactions_sample.csv':
        `${BASKETS}2261,309,b1,940996,3.0,3.86,0.43,0.0,0.0,5,2017-01-28 19:06:53\n` +
        `1,309,b2,940996,1.0,1.0,0.0,0.0,0.0,5,2017-01-28 19:10:00\n` +
        `2261,309,b1,873902,0.0,4.440892e-16,0.0,0.0,0.0,5,2017-01-28 19:06:53\n` +
        `2261,309,b1,847901,1.0,0.5,0.0,0.55,0.25,5,2017-01-28 19:06:53\n`,
    });
    expect(result).toMatchObject({ read: 4, stored: 2, rejected: 0 });
    expect(facts.map(({ sourceId }) => sourceId)).toEqual(['basket-b2', 'basket-b1']);
    expect(facts[1]).toMatchObject({
      type: 'PurchaseRecorded',
      subject: '2261',
      occurredAt: '2017-01-28T19:06:53.000Z',
    });
    expect(facts[1]!.data).toEqual({
      ...{ purchaseId: 'b1', store: '309', channel: 'shop' },
      total: { amount: 436, currency: 'USD' },
      discount: { amount: 68, currency: 'USD' },
      paidByCoupons: { amount: 55, currency: 'USD' },
      lines: [
        { sku: '940996', quantity: 3, unitPrice: 143, discount: 43, total: 386 },
        { sku: '873902', quantity: 0, unitPrice: 0, total: 0 },
        { sku: '847901', quantity: 1, unitPrice: 75, discount: 25, total: 50 },
      ],
    });
  });

  it('rejects a basket as a whole, and names the row that is at fault', async () => {
    const { rejects, result } = await read({
      'transactions_sample.csv':
        `${BASKETS}1,309,b1,940996,1.0,1.00,0.0,0.0,0.0,5,2017-01-28 19:06:53\n` +
        `2,309,b1,940996,1.5,1.0,0.0,0.0,0.0,5,2017-01-28 19:06:53\n`,
    });
    expect(result).toMatchObject({ read: 2, stored: 0, rejected: 2 });
    expect(rejects).toEqual([['transactions_sample.csv', 2, 'household_id', 'same-in-group']]);
  });

  it('joins mailings and redemptions to their campaign', async () => {
    const { facts, rejects } = await read({
      'campaign_descriptions.csv': DESCRIPTIONS,
      'campaigns.csv': 'campaign_id,household_id\n26,1029\n27,1029\n',
      'coupon_redemptions.csv':
        'household_id,coupon_upc,campaign_id,redemption_date\n1029,51380041013,26,2017-01-01\n1029,51380041013,26,2017-01-01\n',
    });
    expect(
      facts.map(({ type, sourceId, occurredAt, data }) => [type, sourceId, occurredAt.slice(0, 10), data]),
    ).toEqual([
      [
        'OfferMade',
        'campaign-26-household-1029',
        '2016-12-28',
        {
          ...{ offerId: 'campaign-26', campaign: 'campaign-26', kind: 'Type A' },
          ...{ validFrom: '2016-12-28T00:00:00.000Z', validUntil: '2017-02-19T23:59:59.999Z' },
        },
      ],
      ...['redemption-line-2', 'redemption-line-3'].map((id) => [
        ...['CouponRedeemed', id, '2017-01-01'],
        { couponId: '51380041013', campaign: 'campaign-26', offerId: 'campaign-26' },
      ]),
    ]);
    expect(rejects).toEqual([['campaigns.csv', 3, 'campaign_id', 'joined']]);
  });

  it('keeps what is known of a household', async () => {
    const { facts } = await read({
      'demographics.csv':
        'household_id,age,income,home_ownership,marital_status,household_size,household_comp,kids_count\n1,65+,35-49K,Homeowner,Unknown,2,2 Adults No Kids,\n',
    });
    expect(facts).toMatchObject([{ type: 'CustomerDetailsChanged', subject: '1', sourceId: 'household-1' }]);
    expect(facts[0]!.data).toEqual({
      attributes: {
        ...{ age: '65+', income: '35-49K', homeOwnership: 'Homeowner', maritalStatus: 'Unknown' },
        ...{ householdSize: '2', householdComposition: '2 Adults No Kids' },
      },
    });
  });
});
