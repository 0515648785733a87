import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FactToRecord } from '#intake';
import { dataFile, readJsonLines, temporaryDirectory } from '../support.js';
import { factsOfFile } from './facts-of-file.js';

const HEADER =
  '"age";"job";"marital";"education";"default";"housing";"loan";"contact";"month";"day_of_week";"duration";"campaign";' +
  '"pdays";"previous";"poutcome";"emp.var.rate";"cons.price.idx";"cons.conf.idx";"euribor3m";"nr.employed";"y"\n';
const row = (month: string, day: string, contacts: string, employed: string, answer: string): string =>
  `30;"unknown";"married";"basic.9y";"no";"yes";"no";"cellular";"${month}";"${day}";487;${contacts};-1.8;92.893;-46.2;` +
  `1.313;${employed};"${answer}"\n`;

const FULL_HEADER =
  '"age";"job";"marital";"education";"default";"balance";"housing";"loan";"contact";"day";"month";"duration";' +
  '"campaign";"pdays";"previous";"poutcome";"y"\n';
const fullRow = (day: number, month: string): string =>
  `58;"management";"married";"tertiary";"no";-21;"yes";"no";"unknown";${day};"${month}";261;1;-1;0;"unknown";"no"\n`;

const counts = (facts: FactToRecord[]): Record<string, number> => {
  const byType: Record<string, number> = {};
  for (const { type } of facts) byType[type] = (byType[type] ?? 0) + 1;
  return byType;
};

describe('the preset bank-marketing', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeAll(async () => (directory = await temporaryDirectory()));
  afterAll(() => directory.remove());

  const read = async (text: string, preset = 'bank-marketing') => {
    await writeFile(directory.path('input'), text);
    return factsOfFile(directory.path('input'), preset, directory.path('rejects'));
  };

  it('makes a customer of every line, with his calls and his answer', async () => {
    const { facts, result } = await read(HEADER + row('may', 'fri', '3;999;0;"nonexistent"', '5099.1', 'no'));
    expect(result).toMatchObject({ read: 1, stored: 5, rejected: 0 });
    expect(facts.map(({ sourceId, type }) => [sourceId, type])).toEqual([
      ['line-2-registered', 'CustomerRegistered'],
      ['line-2-call-1', 'CallLogged'],
      ['line-2-call-2', 'CallLogged'],
      ['line-2-call-3', 'CallLogged'],
      ['line-2-answer', 'RefusalRecorded'],
    ]);
    expect(new Set(facts.map(({ source, subject }) => `${source} ${subject}`))).toEqual(
      new Set(['urn:bank-marketing:bank-additional line-2']),
    );
    const [registered, undated, , last, answer] = facts;
    expect(registered!.data).toEqual({
      attributes: {
        ...{ age: 30, job: 'unknown', marital: 'married', education: 'basic.9y' },
        ...{ default: 'no', housing: 'yes', loan: 'no' },
      },
    });
    expect(undated!.data).toEqual({
      direction: 'outbound',
      campaign: 'bank-marketing',
      summary: 'Known by count only; dated as the last call of the campaign',
    });
    expect(last!.data).toMatchObject({ direction: 'outbound', channel: 'cellular', durationSeconds: 487 });
    expect(answer!.data).toMatchObject({ subject: 'term deposit', reasonCode: 'not_stated', offerId: 'term-deposit' });
    // The first Friday of May 2009.
    expect(new Set(facts.map((fact) => fact.occurredAt))).toEqual(new Set(['2009-05-01T00:00:00.000Z']));
  });

  it('finds the year by the number of employees, in any order of rows', async () => {
    const none = '1;999;0;"nonexistent"';
    const { facts } = await read(
      HEADER + row('nov', 'mon', none, '4963.6', 'yes') + row('jun', 'wed', none, '5228.1', 'no'),
    );
    const days = facts.filter(({ type }) => type === 'CallLogged').map(({ occurredAt }) => occurredAt.slice(0, 10));
    expect(days).toEqual(['2010-11-01', '2008-06-04']);
    expect(facts[2]).toMatchObject({ type: 'OfferAccepted', data: { offerId: 'term-deposit', channel: 'cellular' } });
  });

  it('finds the year by the months going by where nothing else tells it, and the day where the file has it', async () => {
    const { facts, result } = await read(
      FULL_HEADER + fullRow(5, 'may') + fullRow(29, 'dec') + fullRow(2, 'jan') + fullRow(30, 'feb') + fullRow(1, 'jan'),
    );
    expect(result.rejected).toBe(1);
    const calls = facts.filter(({ type }) => type === 'CallLogged');
    expect(calls.map(({ occurredAt }) => occurredAt.slice(0, 10))).toEqual([
      '2008-05-05',
      '2008-12-29',
      '2009-01-02',
      '2010-01-01',
    ]);
    expect(facts[0]!.data).toMatchObject({ attributes: { balance: -21 } });
    expect(calls[0]!.data).not.toHaveProperty('summary');
  });

  it('leaves the contacts before the campaign to a preset of their own, for the same customers', async () => {
    const file =
      HEADER +
      row('may', 'fri', '1;999;0;"nonexistent"', '5099.1', 'no') +
      row('may', 'fri', '1;10;2;"success"', '5099.1', 'no') +
      row('may', 'fri', '1;999;1;"failure"', '5099.1', 'no');
    const { facts } = await read(file, 'bank-marketing-earlier');
    expect(facts.map(({ sourceId, type, occurredAt }) => [sourceId, type, occurredAt.slice(0, 10)])).toEqual([
      ['line-3-earlier-call-1', 'CallLogged', '2009-04-21'],
      ['line-3-earlier-call-2', 'CallLogged', '2009-04-21'],
      ['line-3-earlier-answer', 'OfferAccepted', '2009-04-21'],
      ['line-4-earlier-call-1', 'CallLogged', '2009-04-30'],
      ['line-4-earlier-answer', 'RefusalRecorded', '2009-04-30'],
    ]);
    const { facts: later } = await read(file);
    const ids = [...facts, ...later].map((fact) => fact.sourceId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(later.find(({ subject }) => subject === 'line-3')!.stream).toBe(facts[0]!.stream);
  });

  it('rejects a line whose columns do not hold what they should, naming each', async () => {
    const { result } = await read(
      HEADER +
        row('may', 'fri', '0;999;0;"nonexistent"', '5099.1', 'no') +
        row('mai', 'fri', '1;999;0;"nonexistent"', '5099.1', 'maybe') +
        row('may', 'fri', '1;999;0;"nonexistent"', '1234', 'no'),
    );
    const rejects = await readJsonLines<{ row: number; reasons: { field: string; rule: string }[] }>(result.rejects!);
    expect(
      rejects.map(({ row: at, reasons }) => [at, ...reasons.map(({ field, rule }) => `${field} ${rule}`)]),
    ).toEqual([
      [2, 'campaign integer'],
      [3, 'month enum', 'y enum'],
      [4, 'nr.employed enum'],
    ]);
  });

  it('does not take a file without its columns', async () => {
    await expect(read('"age";"job"\n1;2\n')).rejects.toMatchObject({ code: 'mapping-invalid' });
  });

  const published = dataFile('bank-marketing/bank-additional.csv');
  const withPublished = published ? it : it.skip; // needs the published file beside the checkout
  withPublished('finds the published counts in bank-additional.csv (needs the published file)', async () => {
    const { facts, result } = await factsOfFile(published!, 'bank-marketing', directory.path('rejects'));
    expect(result).toMatchObject({ read: 4_119, rejected: 0 });
    expect(counts(facts)).toEqual({
      CustomerRegistered: 4_119,
      CallLogged: 10_451,
      OfferAccepted: 451,
      RefusalRecorded: 3_668,
    });
    const days = facts.map((fact) => fact.occurredAt).sort();
    expect([days[0]!.slice(0, 7), days.at(-1)!.slice(0, 7)]).toEqual(['2008-05', '2010-11']);
  });

  withPublished('finds the 784 earlier contacts in bank-additional.csv (needs the published file)', async () => {
    const { facts, result } = await factsOfFile(published!, 'bank-marketing-earlier', directory.path('rejects'));
    expect(result).toMatchObject({ read: 4_119, rejected: 0 });
    expect(counts(facts)).toEqual({ CallLogged: 784, OfferAccepted: 142, RefusalRecorded: 454 });
  });
});
