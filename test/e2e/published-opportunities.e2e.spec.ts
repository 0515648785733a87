import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importFolder } from '#intake';
import { dataFile, temporaryDirectory } from '../intake/support.js';
import { type TestService, startService } from './service.js';

interface Days {
  n: number;
  mean: number | null;
  median: number | null;
}

interface Group {
  value: string | null;
  closed: number;
  won: number;
  lost: number;
  open: number;
  winRate: number | null;
  revenue: Record<string, number>;
  daysToClose: { fromEngaged: Days; fromLead: Days };
}

const crm = dataFile('crm-sales/sales_pipeline.csv');
const olist = dataFile('olist/olist_closed_deals_dataset.csv');

/** Two published sets in one ledger, told apart by their source, against the figures that were published of them. */
(crm && olist ? describe : describe.skip)('reports of published opportunities (need the published files)', () => {
  let service: TestService;
  let position: bigint;
  beforeAll(async () => {
    service = await startService();
    const { recorder, reader, store } = service.ledger;
    const directory = await temporaryDirectory();
    for (const [mapping, file] of [
      ['crm-sales', crm!],
      ['olist', olist!],
    ] as const) {
      const rejectsFile = directory.path(`${mapping}.rejects`);
      const result = await importFolder({ recorder, reader, folder: dirname(file), mapping, rejectsFile });
      expect([mapping, result.rejected]).toEqual([mapping, 0]);
    }
    await directory.remove();
    position = await store.head();
    await service.ledger.projections.waitFor(position, { timeoutMs: 120_000 });
  }, 180_000);
  afterAll(() => service.stop());

  const report = async (source: string, by: string): Promise<{ total: Group; groups: Group[] }> => {
    const answer = await service.http.get(`/v1/opportunities/report?source=urn:${source}&by=${by}`);
    expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
    return answer.body as { total: Group; groups: Group[] };
  };

  it('CRM: won, lost and open ones, and what was won', async () => {
    const { total, groups } = await report('crm-sales', 'stage');
    expect(total).toMatchObject({
      closed: 6_711,
      won: 4_238,
      lost: 2_473,
      open: 2_089,
      revenue: { USD: 1_000_553_400 },
    });
    expect(Object.fromEntries(groups.map(({ value, open }) => [value, open]))).toEqual({ Engaging: 1_589, null: 500 });
  });

  it('CRM: win rates of the managers’ teams', async () => {
    const { groups } = await report('crm-sales', 'team');
    expect(groups.map(({ value, closed, lost, won, winRate }) => [value, closed, lost, won, winRate])).toEqual([
      ['Melvin Marxen', 1_418, 536, 882, 62.2],
      ['Summer Sewald', 1_287, 459, 828, 64.34],
      ['Dustin Brinkmann', 1_186, 439, 747, 62.98],
      ['Rocco Neubert', 1_113, 422, 691, 62.08],
      ['Celia Rouche', 962, 352, 610, 63.41],
      ['Cara Losch', 745, 265, 480, 64.43],
    ]);
  });

  it('CRM: mean days to close of what was won, by product', async () => {
    const { groups } = await report('crm-sales', 'product');
    expect(Object.fromEntries(groups.map(({ value, daysToClose }) => [value, daysToClose.fromEngaged.mean]))).toEqual({
      'GTK 500': 64.07,
      'GTX Basic': 54.77,
      'MG Advanced': 51.78,
      'GTX Plus Basic': 51.76,
      'GTX Plus Pro': 51.73,
      'MG Special': 51.34,
      'GTX Pro': 48.33,
    });
  });

  it('CRM: an agent’s deals and revenue', async () => {
    const { groups } = await report('crm-sales', 'owner');
    const of = (agent: string): Group => groups.find(({ value }) => value === agent)!;
    expect(of('Darcel Schlecht')).toMatchObject({ closed: 553, won: 349, winRate: 63.11 });
    expect(['Darcel Schlecht', 'Vicki Laflamme', 'Kary Hendrixson'].map((agent) => of(agent).revenue.USD)).toEqual([
      115_321_400, 47_839_600, 45_429_800,
    ]);
  });

  it('Olist: deals by where their lead came from, and days from the first contact', async () => {
    const { total, groups } = await report('olist', 'origin');
    expect(total.daysToClose.fromLead).toEqual({ n: 842, mean: 49.1, median: 14.65 });
    expect(Object.fromEntries(groups.map(({ value, won }) => [value ?? '(empty)', won]))).toEqual({
      organic_search: 271,
      paid_search: 195,
      social: 75,
      unknown: 179,
      direct_traffic: 56,
      email: 15,
      referral: 24,
      other: 4,
      display: 6,
      other_publicities: 3,
      '(empty)': 14,
    });
    const social = groups.find(({ value }) => value === 'social')!;
    expect(social.daysToClose.fromLead).toMatchObject({ n: 75, mean: 61.62 });
  });
});
