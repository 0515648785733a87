import { describe, expect, it } from '@jest/globals';
import { readFolder } from './folder-of.js';

const LEADS = 'mql_id,first_contact_date,landing_page_id,origin\n';
const DEALS =
  'mql_id,seller_id,sdr_id,sr_id,won_date,business_segment,lead_type,lead_behaviour_profile,has_company,has_gtin,' +
  'average_stock,business_type,declared_product_catalog_size,declared_monthly_revenue\n';
const read = (leads: string, deals: string) =>
  readFolder('olist', {
    'olist_marketing_qualified_leads_dataset.csv': LEADS + leads,
    'olist_closed_deals_dataset.csv': DEALS + deals,
  });

describe('the preset olist', () => {
  it('tells an origin that is empty from one that the source calls unknown', async () => {
    const { facts } = await read('a,2018-02-01,p1,\nb,2018-02-01,p1,unknown\nc,2018-02-01,,social\n', '');
    expect(facts.map(({ data }) => data)).toEqual([
      { leadId: 'a', landingPage: 'p1' },
      { leadId: 'b', landingPage: 'p1', origin: 'unknown' },
      { leadId: 'c', origin: 'social' },
    ]);
  });

  it('makes a win of a deal, and of what the seller declared a change of details', async () => {
    const { facts } = await read(
      'a,2018-02-01,p1,social\n',
      'a,s1,d1,r1,2018-02-26 19:58:54,pet,online_medium,"cat, wolf",True,False,5-20,reseller,100.0,0.0\n',
    );
    expect(facts.slice(1)).toMatchObject([
      {
        ...{ type: 'OpportunityWon', sourceId: 'deal-a', subject: 'a', occurredAt: '2018-02-26T19:58:54.000Z' },
        data: { opportunityId: 'a', leadId: 'a', owner: 'r1' },
      },
      { type: 'CustomerDetailsChanged', sourceId: 'deal-a-declared' },
    ]);
    expect(facts[2]!.data).toEqual({
      industry: 'pet',
      attributes: {
        ...{ sellerId: 's1', salesDevelopmentRepresentative: 'd1', leadType: 'online_medium' },
        ...{ leadBehaviourProfile: 'cat, wolf', hasCompany: true, hasGtin: false, averageStock: '5-20' },
        ...{ businessType: 'reseller', declaredProductCatalogSize: 100, declaredMonthlyRevenue: 0 },
      },
    });
    expect(new Set(facts.map(({ stream }) => stream)).size).toBe(1);
  });

  it('keeps a win before the first contact on its own day, and makes no refusal of a lead without a deal', async () => {
    const { facts, result } = await read(
      'a,2018-05-01,p1,social\nb,2018-05-01,p1,social\n',
      'a,s1,d1,r1,2018-04-30 10:00:00,pet,,,,,,,,0.0\n',
    );
    expect(result.rejected).toBe(0);
    expect(facts.map(({ type, subject, occurredAt }) => [type, subject, occurredAt.slice(0, 10)])).toEqual([
      ['LeadCaptured', 'a', '2018-05-01'],
      ['LeadCaptured', 'b', '2018-05-01'],
      ['OpportunityWon', 'a', '2018-04-30'],
      ['CustomerDetailsChanged', 'a', '2018-04-30'],
    ]);
  });

  it('rejects what it cannot read, by file, row and column', async () => {
    const { rejects } = await read('a,2018-02-30,p1,\n,2018-02-01,p1,\n', 'a,s1,d1,,2018-02-26,pet,,,maybe,,,,x,0.0\n');
    expect(rejects).toEqual([
      ['olist_marketing_qualified_leads_dataset.csv', 2, 'first_contact_date', 'format'],
      ['olist_marketing_qualified_leads_dataset.csv', 3, 'mql_id', 'required'],
      ['olist_closed_deals_dataset.csv', 2, 'won_date', 'format'],
    ]);
  });
});
