import { describe, expect, it } from '@jest/globals';
import { repeatFrequencyBins, repeatPurchases } from './repeat-purchases.js';

const days = (customerId: string, ...list: string[]) => list.map((day) => ({ customerId, day }));

describe('repeat purchases', () => {
  it('are the days after the first, each day once', () => {
    const bought = days('a', '1997-03-01', '1997-01-01', '1997-03-01', '1997-04-01');
    expect(repeatPurchases(bought, '1997-09-30').get('a')).toBe(2);
  });

  it('count up to the last day and no further', () => {
    const bought = days('a', '1997-01-01', '1997-09-30', '1997-10-01');
    expect(repeatPurchases(bought, '1997-09-30').get('a')).toBe(1);
  });

  it('leave out who first bought later', () => {
    expect(repeatPurchases(days('a', '1997-10-01'), '1997-09-30').size).toBe(0);
  });

  it('fall into eight bins, the last one open', () => {
    expect(repeatFrequencyBins([0, 0, 1, 6, 7, 8, 29])).toEqual([2, 1, 0, 0, 0, 0, 1, 3]);
    expect(repeatFrequencyBins([])).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });
});
