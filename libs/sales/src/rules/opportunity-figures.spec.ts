import { describe, expect, it } from '@jest/globals';
import { opportunityFigures } from './opportunity-figures.js';

const none = { n: 0, mean: null, median: null };

describe('figures of opportunities', () => {
  it('have the win rate over the closed ones, two decimals', () => {
    const counted = { won: 480, lost: 265, open: 9, wonWithoutValue: 0, fromOpened: none, fromLead: none };
    const figures = opportunityFigures(
      { ...counted, fromEngaged: { n: 480, mean: 51.7349, median: 56.5 } },
      { USD: 1 },
    );
    expect(figures).toMatchObject({
      closed: 745,
      winRate: 64.43,
      open: 9,
      revenue: { USD: 1 },
      daysToClose: { fromEngaged: { n: 480, mean: 51.73, median: 56.5 }, fromLead: none },
    });
  });

  it('know no rate where nothing was closed', () => {
    const counted = { won: 0, lost: 0, open: 3, wonWithoutValue: 0 };
    const figures = opportunityFigures({ ...counted, fromEngaged: none, fromOpened: none, fromLead: none }, {});
    expect([figures.closed, figures.winRate, figures.daysToClose.fromEngaged]).toEqual([0, null, none]);
  });
});
