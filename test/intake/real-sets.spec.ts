import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FactToRecord, importFolder } from '#intake';
import { factsOfFile, factsOfFolder, tellFactsOfFolder } from './presets/facts-of-file.js';
import { dataFile, openLedger, reader, temporaryDirectory } from './support.js';

/** The folder of a published data set, where it is kept beside the repository. */
const folderOf = (file: string): string | undefined => {
  const found = dataFile(file);
  return found === undefined ? undefined : dirname(found);
};
const starbucksFolder = folderOf('starbucks-rewards/transcript.json.gz');
const olistFolder = folderOf('olist/olist_closed_deals_dataset.csv');
const crmFolder = folderOf('crm-sales/sales_pipeline.csv');
const journeyFolder = folderOf('complete-journey/transactions_sample.csv.gz');

const counts = (facts: readonly FactToRecord[]): Record<string, number> => {
  const byType: Record<string, number> = {};
  for (const { type } of facts) byType[type] = (byType[type] ?? 0) + 1;
  return byType;
};
const distinct = <T>(facts: readonly FactToRecord[], of: (fact: FactToRecord) => T): number =>
  new Set(facts.map(of)).size;
const ofType = <T extends object>(facts: readonly FactToRecord[], type: string): (FactToRecord & { data: T })[] =>
  facts.filter((fact) => fact.type === type) as (FactToRecord & { data: T })[];
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

type Money = { amount: number; currency: string };
type Member = { gender: string; attributes: { age?: number; income?: number } };
type Purchase = { total: Money; lines?: { total?: number }[] };

/** Every row of the published sets on its way to the ledger, which is only written down: no database is needed. */
describe('the published sets as facts (need the published files)', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeAll(async () => (directory = await temporaryDirectory()));
  afterAll(() => directory.remove());
  const read = (folder: string, preset: string) => factsOfFolder(folder, preset, directory.path('rejects'));

  (starbucksFolder ? it : it.skip)('of Starbucks (needs the published files)', async () => {
    const byType: Record<string, number> = {};
    const [ids, customers, said] = [new Set<string>(), new Set<string>(), new Set<string>()];
    let [repeats, points, cents, described, ageless] = [0, 0, 0, 0, 0];
    const result = await tellFactsOfFolder(starbucksFolder!, 'starbucks', directory.path('rejects'), (fact) => {
      const { type, stream, sourceId, occurredAt } = fact;
      const data = fact.data as Partial<Purchase & Member & { offerId: string; rewardPoints: number }>;
      byType[type] = (byType[type] ?? 0) + 1;
      customers.add(stream);
      ids.add(sourceId);
      if (type === 'CustomerRegistered') {
        if (data.gender && data.attributes?.income !== undefined) described += 1;
        if (data.attributes?.age === undefined) ageless += 1;
        return;
      }
      const saying = `${type} ${stream} ${occurredAt} ${data.offerId ?? data.total!.amount}`;
      if (said.has(saying)) repeats += 1;
      said.add(saying);
      if (type === 'OfferAccepted') points += data.rewardPoints!;
      if (type === 'PurchaseRecorded') cents += data.total!.amount;
    });
    const rows = 17_000 + 306_534;
    expect(result).toMatchObject({ read: rows, stored: rows, rejected: 0, missing: [] });
    expect(byType).toEqual({
      CustomerRegistered: 17_000,
      PurchaseRecorded: 138_953,
      OfferMade: 76_277,
      OfferViewed: 57_725,
      OfferAccepted: 33_579,
    });
    expect([customers.size, ids.size]).toEqual([17_000, rows]);
    expect({ repeats, points, cents }).toEqual({ repeats: 397, points: 164_676, cents: 177_545_197 });
    expect({ described, ageless }).toEqual({ described: 14_825, ageless: 2_175 });
  });

  (olistFolder ? it : it.skip)('of Olist (needs the published files)', async () => {
    const { facts, result } = await read(olistFolder!, 'olist');
    expect(result).toMatchObject({ read: 8_842, rejected: 0, missing: [] });
    expect(counts(facts)).toEqual({ LeadCaptured: 8_000, OpportunityWon: 842, CustomerDetailsChanged: 842 });
    expect(distinct(facts, ({ stream }) => stream)).toBe(8_000);
    const leads = ofType<{ origin?: string }>(facts, 'LeadCaptured');
    expect(leads.filter(({ data }) => data.origin === undefined)).toHaveLength(60);
    expect(leads.filter(({ data }) => data.origin === 'unknown')).toHaveLength(1_099);

    const contacted = new Map(leads.map(({ stream, occurredAt }) => [stream, Date.parse(occurredAt)]));
    const days = ofType(facts, 'OpportunityWon')
      .map(({ stream, occurredAt }) => (Date.parse(occurredAt) - contacted.get(stream)!) / 86_400_000)
      .sort((a, b) => a - b);
    expect(days.filter((each) => each < 0)).toHaveLength(1);
    expect(sum(days) / days.length).toBeCloseTo(49.1, 1);
    expect((days[420]! + days[421]!) / 2).toBeCloseTo(14.65, 2);
  });

  (crmFolder ? it : it.skip)('of the CRM', async () => {
    const { facts, result } = await read(crmFolder!, 'crm-sales');
    expect(result).toMatchObject({ read: 85 + 8_800, rejected: 0, missing: [] });
    expect(counts(facts)).toEqual({
      CustomerRegistered: 85,
      OpportunityOpened: 8_800,
      OpportunityAdvanced: 8_300,
      OpportunityWon: 4_238,
      OpportunityLost: 2_473,
    });
    expect(distinct(facts, ({ stream }) => stream)).toBe(85 + 1_425);
    const won = ofType<{ value: Money; product: string; owner: string }>(facts, 'OpportunityWon');
    expect(sum(won.map(({ data }) => data.value.amount))).toBe(1_000_553_400);
    expect(won.filter(({ data }) => data.owner === 'Darcel Schlecht')).toHaveLength(349);
    expect(
      ofType<{ product: string }>(facts, 'OpportunityOpened').filter(({ data }) => data.product === 'GTX Pro'),
    ).toHaveLength(1_480);
    expect(JSON.stringify(facts)).not.toContain('GTXPro');
  });

  (journeyFolder ? it : it.skip)('of the Complete Journey', async () => {
    const { facts, result } = await read(journeyFolder!, 'complete-journey');
    expect(result).toMatchObject({ read: 801 + 2_102 + 6_589 + 75_000, rejected: 0, missing: [] });
    expect(counts(facts)).toEqual({
      CustomerDetailsChanged: 801,
      CouponRedeemed: 2_102,
      OfferMade: 6_589,
      PurchaseRecorded: 47_243,
    });
    expect(distinct(facts, ({ sourceId }) => sourceId)).toBe(facts.length);
    const baskets = ofType<Purchase>(facts, 'PurchaseRecorded');
    expect(distinct(baskets, ({ stream }) => stream)).toBe(2_377);
    expect(sum(baskets.map(({ data }) => data.total.amount))).toBe(23_393_524);
    expect(sum(baskets.map(({ data }) => data.lines!.length))).toBe(75_000);
    expect(sum(baskets.flatMap(({ data }) => data.lines!.map(({ total }) => total!)))).toBe(23_393_524);
  });

  const cdnow = dataFile('cdnow/CDNOW_master.txt');
  const bank = dataFile('bank-marketing/bank-additional.csv');
  (cdnow && bank ? it : it.skip)('of CDNOW and the bank', async () => {
    const purchases = await factsOfFile(cdnow!, 'cdnow', directory.path('rejects'));
    expect(counts(purchases.facts)).toEqual({ PurchaseRecorded: 69_659 });
    const calls = await factsOfFile(bank!, 'bank-marketing', directory.path('rejects'));
    expect(counts(calls.facts)).toEqual({
      CustomerRegistered: 4_119,
      CallLogged: 10_451,
      OfferAccepted: 451,
      RefusalRecorded: 3_668,
    });
  });

  (olistFolder ? it : it.skip)('are stored once, and nothing of them the second time (Olist)', async () => {
    const ledger = await openLedger();
    try {
      const { recorder } = ledger;
      const rejectsFile = directory.path('rejects');
      const run = () => importFolder({ folder: olistFolder!, mapping: 'olist', recorder, reader, rejectsFile });
      expect(await run()).toMatchObject({ read: 8_842, stored: 9_684, duplicates: 0, rejected: 0 });
      expect(await run()).toMatchObject({ read: 8_842, stored: 0, duplicates: 9_684, rejected: 0 });
      expect(await ledger.store.head()).toBe(9_684n);
    } finally {
      await ledger.close();
    }
  });
});
