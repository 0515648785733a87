import { describe, expect, it } from '@jest/globals';
import { readFolder } from './folder-of.js';

const PIPELINE = 'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\r\n';
const ACCOUNTS = 'account,sector,year_established,revenue,employees,office_location,subsidiary_of\r\n';
const read = (pipeline: string, accounts = '') =>
  readFolder('crm-sales', {
    'accounts.csv': ACCOUNTS + accounts,
    'products.csv': 'product,series,sales_price\r\nGTX Pro,GTX,4821\r\nMG Special,MG,55\r\n',
    'sales_teams.csv': 'sales_agent,manager,regional_office\r\nAnn Lee,Bo Park,Central\r\n',
    'sales_pipeline.csv': PIPELINE + pipeline,
  });

describe('the preset crm-sales', () => {
  it('makes a customer of an account', async () => {
    const { facts } = await read('', 'Acme,technolgy,1996,1100.04,2822,United States,\r\n');
    expect(facts).toMatchObject([
      {
        ...{ type: 'CustomerRegistered', sourceId: 'account-Acme', subject: 'Acme' },
        data: {
          name: 'Acme',
          industry: 'technolgy',
          attributes: { yearEstablished: 1996, revenueMillionUsd: 1100.04, employees: 2822 },
        },
      },
    ]);
  });

  it('opens, advances and closes an opportunity, with its team and by the product list’s name for the product', async () => {
    const { facts } = await read(
      'Z0,Ann Lee,GTXPro,Acme,Won,2016-10-25,2017-03-11,4514\r\nZ1,Ann Lee,MG Special,Acme,Lost,2016-10-25,2017-03-11,0\r\n',
    );
    const about = { opportunityId: 'Z0', product: 'GTX Pro', owner: 'Ann Lee', team: 'Bo Park', office: 'Central' };
    expect(facts.slice(0, 3).map(({ type, occurredAt, data }) => [type, occurredAt.slice(0, 10), data])).toEqual([
      ['OpportunityOpened', '2016-10-25', { ...about, account: 'Acme' }],
      ['OpportunityAdvanced', '2016-10-25', { ...about, stage: 'Engaging' }],
      ['OpportunityWon', '2017-03-11', { ...about, value: { amount: 451_400, currency: 'USD' } }],
    ]);
    expect(facts.slice(3).map(({ type }) => type)).toEqual([
      'OpportunityOpened',
      'OpportunityAdvanced',
      'OpportunityLost',
    ]);
  });

  it('gives an opportunity without an account a customer of its own, and one without a date the last day known', async () => {
    const { facts, result } = await read(
      'E1,Ann Lee,MG Special,,Engaging,2017-05-01,,\r\nP1,Ann Lee,MG Special,Acme,Prospecting,,,\r\n',
    );
    expect(result.rejected).toBe(0);
    expect(facts.map(({ type, subject, occurredAt }) => [type, subject, occurredAt.slice(0, 10)])).toEqual([
      ['OpportunityOpened', 'opportunity-E1', '2017-05-01'],
      ['OpportunityAdvanced', 'opportunity-E1', '2017-05-01'],
      ['OpportunityOpened', 'Acme', '2017-12-31'],
    ]);
  });

  it('rejects what it cannot read, and a product that the list does not have', async () => {
    const { rejects } = await read(
      'A,Ann Lee,MG Special,Acme,Won,2017-05-01,,1\r\nB,Ann Lee,GTX,Acme,Prospecting,,,\r\nC,Ann Lee,MG Special,Acme,Dreaming,2017-05-01,,\r\n',
    );
    expect(rejects).toEqual([
      ['sales_pipeline.csv', 2, 'close_date', 'required'],
      ['sales_pipeline.csv', 3, 'product', 'joined'],
      ['sales_pipeline.csv', 4, 'deal_stage', 'enum'],
    ]);
  });
});
