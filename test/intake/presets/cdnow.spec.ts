import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FactToRecord } from '#intake';
import { customerIdOf, customerStream } from '#kernel';
import { dataFile, readJsonLines, temporaryDirectory } from '../support.js';
import { factsOfFile } from './facts-of-file.js';

interface Purchase {
  total: { amount: number; currency: string };
  quantity: number;
}

const purchaseOf = (fact: FactToRecord): Purchase => fact.data as Purchase;
const sum = (facts: FactToRecord[], of: (purchase: Purchase) => number): number =>
  facts.reduce((total, fact) => total + of(purchaseOf(fact)), 0);

describe('the preset cdnow', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeAll(async () => (directory = await temporaryDirectory()));
  afterAll(() => directory.remove());

  const read = async (text: string) => {
    await writeFile(directory.path('input'), text);
    return factsOfFile(directory.path('input'), 'cdnow', directory.path('rejects'));
  };

  it('makes a purchase of every line of the whole base, those of zero dollars and of the same day included', async () => {
    const { facts, result } = await read(
      ' customer_id  date number_of_cds  dollar_value\r\n' +
        ' 00001 19970101  1   11.77\r\n 00002 19970112  1    0.00\r\n 00002 19970112  5   77.00\r\n',
    );
    expect(result).toMatchObject({ read: 3, stored: 3, rejected: 0 });
    expect(facts[0]).toEqual({
      type: 'PurchaseRecorded',
      stream: customerStream(customerIdOf('urn:cdnow:master', '00001')),
      source: 'urn:cdnow:master',
      sourceId: 'line-2',
      subject: '00001',
      occurredAt: '1997-01-01T00:00:00.000Z',
      data: { total: { amount: 1177, currency: 'USD' }, quantity: 1 },
      importId: result.importId,
    });
    expect(facts.slice(1).map((fact) => [fact.sourceId, purchaseOf(fact)])).toEqual([
      ['line-3', { total: { amount: 0, currency: 'USD' }, quantity: 1 }],
      ['line-4', { total: { amount: 7700, currency: 'USD' }, quantity: 5 }],
    ]);
  });

  it('knows the sample by its five columns, and its customers by their number in the sample', async () => {
    const { facts } = await read(' 00004 0001 19970101  2   29.33\r\n 00021 0002 19970101  3   63.34\r\n');
    expect(facts.map(({ source, sourceId, subject }) => [source, sourceId, subject])).toEqual([
      ['urn:cdnow:sample', 'sample-line-1', '0001'],
      ['urn:cdnow:sample', 'sample-line-2', '0002'],
    ]);
  });

  it('rejects a line that is no purchase', async () => {
    const { result } = await read(
      ' 00004 0001 19970230  2   29.33\n 00004 0001 19970101  2   29.333\n 00004 0001 19970101 x 1\n 1 2 3\n',
    );
    const rejects = await readJsonLines<{ row: number; reasons: { field: string }[] }>(result.rejects!);
    expect(rejects.map(({ row, reasons }) => [row, reasons[0]!.field])).toEqual([
      [1, 'time'],
      [2, 'data.total.amount'],
      [3, 'data.quantity'],
      [4, ''],
    ]);
  });

  it('does not take a file of another layout', async () => {
    await expect(read('a b c\n')).rejects.toMatchObject({ code: 'mapping-invalid' });
  });

  const master = dataFile('cdnow/CDNOW_master.txt');
  (master ? it : it.skip)('finds the published counts in the whole base (needs the published file)', async () => {
    const { facts, result } = await factsOfFile(master!, 'cdnow', directory.path('rejects'));
    expect(result).toMatchObject({ read: 69_659, stored: 69_659, rejected: 0 });
    expect(new Set(facts.map((fact) => fact.stream)).size).toBe(23_570);
    expect(new Set(facts.map((fact) => fact.sourceId)).size).toBe(69_659);
    expect(sum(facts, (purchase) => purchase.quantity)).toBe(167_881);
    expect(sum(facts, (purchase) => purchase.total.amount)).toBe(250_031_563);
    expect(facts.filter((fact) => purchaseOf(fact).total.amount === 0)).toHaveLength(80);
  });

  const sample = dataFile('cdnow/CDNOW_sample.txt');
  (sample ? it : it.skip)('finds the published counts in the sample (needs the published file)', async () => {
    const { facts, result } = await factsOfFile(sample!, 'cdnow', directory.path('rejects'));
    expect(result).toMatchObject({ read: 6_919, stored: 6_919, rejected: 0 });
    expect(sum(facts, (purchase) => purchase.quantity)).toBe(16_479);
    expect(sum(facts, (purchase) => purchase.total.amount)).toBe(24_409_194);
    expect(repeatBins(facts)).toEqual([1411, 439, 214, 100, 62, 38, 29, 64]);
  });
});

/** How many customers bought again on 0, 1 … 6, and 7 or more days after their first one, up to the end of September. */
function repeatBins(facts: FactToRecord[]): number[] {
  const daysByCustomer = new Map<string, Set<string>>();
  for (const { stream, occurredAt } of facts) {
    if (occurredAt >= '1997-10-01') continue;
    const days = daysByCustomer.get(stream) ?? new Set<string>();
    daysByCustomer.set(stream, days.add(occurredAt));
  }
  const bins = new Array<number>(8).fill(0);
  for (const days of daysByCustomer.values()) bins[Math.min(days.size - 1, 7)]! += 1;
  return bins;
}
