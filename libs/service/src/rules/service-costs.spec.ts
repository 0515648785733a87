import { describe, expect, it } from '@jest/globals';
import type { ServiceWorkRow } from '../projections/service-work-table.js';
import { serviceCosts } from './service-costs.js';

const work = (row: Partial<ServiceWorkRow>) =>
  ({ cost_amount: null, cost_currency: null, price_amount: null, price_currency: null, ...row }) as ServiceWorkRow;

describe('cost and income of service', () => {
  it('are summed by currency, the result beside them', () => {
    const works = [
      work({ billing: 'free', cost_amount: 30, cost_currency: 'EUR' }),
      work({ billing: 'paid', cost_amount: 10, cost_currency: 'EUR', price_amount: 25, price_currency: 'EUR' }),
      work({ billing: 'paid', price_amount: 7, price_currency: 'CHF' }),
      work({ billing: null }),
    ];
    expect(serviceCosts(works)).toEqual({
      works: 4,
      free: 1,
      paid: 2,
      sums: [
        { currency: 'CHF', cost: 0, income: 7, result: 7 },
        { currency: 'EUR', cost: 40, income: 25, result: -15 },
      ],
    });
  });
});
