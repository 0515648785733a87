import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { importFile, ImportInterrupted, type ImportOptions, type ImportResult } from '#intake';
import { openLedger, reader, readJsonLines, substance, temporaryDirectory, type TestLedger } from './support.js';

interface Reject {
  row: number;
  reasons: { field: string; rule: string; message: string }[];
  raw: string;
}

const MAPPING = `
source: urn:test:shop
format: csv
events:
  - type: PurchaseRecorded
    id: order-{order}
    subject: "{customer}"
    time: { column: day, format: YYYY-MM-DD }
    data:
      total: { column: price, as: money, currency: USD }
      quantity: { column: items, as: integer, optional: true }
`;

const event = (fields: object): string =>
  JSON.stringify({
    specversion: '1.0',
    source: 'urn:test:crm',
    type: 'NoteAdded',
    subject: 'c-1',
    time: '2024-05-01T10:00:00Z',
    data: { text: 'hello' },
    ...fields,
  });

describe('importing a file', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let ledger: TestLedger;

  beforeAll(async () => {
    directory = await temporaryDirectory();
    await writeFile(directory.path('shop.yaml'), MAPPING);
  });
  afterAll(() => directory.remove());
  beforeEach(async () => (ledger = await openLedger()));
  afterEach(() => ledger.close());

  const run = async (content: string | Buffer, options: Partial<ImportOptions> = {}): Promise<ImportResult> => {
    const file = directory.path('input');
    await writeFile(file, content);
    const { recorder } = ledger;
    return importFile({ file, recorder, reader, rejectsFile: directory.path('rejects.ndjson'), ...options });
  };
  const runShop = (content: string | Buffer, options: Partial<ImportOptions> = {}): Promise<ImportResult> =>
    run(content, { mapping: directory.path('shop.yaml'), ...options });
  const rejected = async ({ rejects }: ImportResult): Promise<[number, string, string][]> =>
    (await readJsonLines<Reject>(rejects!)).map(({ row, reasons }) => [row, reasons[0]!.field, reasons[0]!.rule]);

  const orders = (from: number, to: number): string =>
    `order,customer,day,price,items\n${Array.from(
      { length: to - from },
      (_, at) => `${from + at},c${(from + at) % 7},2024-02-29,12.34,1\n`,
    ).join('')}`;

  it('stores its rows, and nothing the second time', async () => {
    const first = await runShop(orders(0, 5_000));
    expect(first).toMatchObject({ read: 5_000, stored: 5_000, duplicates: 0, rejected: 0, rejects: null });
    const events = await ledger.events();
    expect(events).toHaveLength(5_000);
    expect(events[0]).toMatchObject({
      type: 'PurchaseRecorded',
      data: { total: { amount: 1234, currency: 'USD' }, quantity: 1 },
      metadata: {
        source: 'urn:test:shop',
        sourceId: 'order-0',
        subject: 'c0',
        occurredAt: '2024-02-29T00:00:00.000Z',
        importId: first.importId,
      },
    });
    const second = await runShop(orders(0, 5_000));
    expect(second).toMatchObject({ read: 5_000, stored: 0, duplicates: 5_000, importId: first.importId });
    expect(await ledger.store.head()).toBe(5_000n);
  });

  it('gives the same whether it is gzipped or not', async () => {
    await runShop(gzipSync(orders(0, 50)));
    expect(await runShop(orders(0, 50))).toMatchObject({ stored: 0, duplicates: 50 });
  });

  it('that was stopped half-way ends, when it is run again, as if it had run once', async () => {
    const stop = new AbortController();
    const stopped = runShop(orders(0, 9_000), {
      signal: stop.signal,
      onProgress: ({ stored }) => void (stored >= 2_000 && stop.abort()),
    });
    await expect(stopped).rejects.toBeInstanceOf(ImportInterrupted);
    const head = await ledger.store.head();
    expect(head).toBeGreaterThanOrEqual(2_000n);
    expect(head).toBeLessThan(9_000n);

    const again = await runShop(orders(0, 9_000));
    expect(again).toMatchObject({ read: 9_000, stored: 9_000 - Number(head), duplicates: Number(head) });
    const clean = await openLedger();
    try {
      await runShop(orders(0, 9_000), { recorder: clean.recorder });
      expect(substance(await ledger.events())).toEqual(substance(await clean.events()));
    } finally {
      await clean.close();
    }
  });

  it('stores nothing in a dry run, and shows what it would store', async () => {
    const result = await runShop(`${orders(0, 30)}x,,2024-01-01,1.00,1\n`, { dryRun: true, recorder: undefined });
    expect(result).toMatchObject({ read: 31, stored: 0, duplicates: 0, rejected: 1, preview: { events: 30 } });
    expect(result.preview!.first).toHaveLength(10);
    expect(result.preview!.first[0]).toEqual({
      specversion: '1.0',
      source: 'urn:test:shop',
      type: 'PurchaseRecorded',
      id: 'order-0',
      subject: 'c0',
      time: '2024-02-29T00:00:00.000Z',
      data: { total: { amount: 1234, currency: 'USD' }, quantity: 1 },
    });
    expect(await rejected(result)).toEqual([[32, 'subject', 'required']]);
    expect(await ledger.store.head()).toBe(0n);
  });

  it('sets bad rows aside with field and rule, and keeps the good ones', async () => {
    const result = await runShop(
      Buffer.concat([
        Buffer.from('\uFEFForder,customer,day,price,items\r\n1,c1,2024-01-31,5.00,2\r\n'),
        Buffer.from('2,c1,2024-02-30,5.00,2\n3,c1,2024-01-31,-5.00,2\n4,c1,2024-01-31,five,2\n'),
        Buffer.from('5,c1,2024-01-31,5.001,2\n6,c1,2024-01-31,5.00,2.5\n7,c1,2024-01-31\n'),
        Buffer.from('8,caf\u00e9,2024-01-31,5.00,2\n', 'latin1'),
        Buffer.from('9,"c1"x,2024-01-31,5.00,2\n\n10,"c\n1",2024-01-31,5.00,\n11,c1,2024-01-31,5.00,\n'),
      ]),
    );
    expect(result).toMatchObject({ read: 11, stored: 2, rejected: 9 });
    expect((await rejected(result)).sort(([a], [b]) => a - b)).toEqual([
      [3, 'time', 'format'],
      [4, 'data.total.amount', 'minimum'],
      [5, 'data.total', 'money'],
      [6, 'data.total', 'money'],
      [7, 'data.quantity', 'integer'],
      [8, '', 'columns'],
      [9, '', 'encoding'],
      [10, '', 'quote'],
      [12, 'subject', 'pattern'],
    ]);
    const [reject] = await readJsonLines<Reject>(result.rejects!);
    expect(reject!.raw).toBe('2,c1,2024-02-30,5.00,2');
    expect((await ledger.events()).map((stored) => stored.metadata.sourceId)).toEqual(['order-1', 'order-11']);
  });

  it('sets bad CloudEvents aside with field and rule, and keeps the good ones', async () => {
    const result = await run(
      Buffer.concat([
        Buffer.from([event({ id: '1' }), '{"specversion":', '', '[]', event({ id: 4 })].join('\n')),
        Buffer.from(`\n${event({ id: '6', colour: 'red' })}\n${event({ id: '7', data: { text: 'x', mood: 1 } })}\n`),
        Buffer.from(`${event({ id: '8', type: 'MoonLanded' })}\n${event({ id: '9', time: '2024-02-30T00:00:00Z' })}\n`),
        Buffer.from(`${event({ id: '10', subject: undefined })}\n`),
        Buffer.alloc(100_000_000, 'x'),
        Buffer.from(`\n${event({ id: '12' })}`),
      ]),
    );
    expect(result).toMatchObject({ read: 11, stored: 2, rejected: 9 });
    expect((await rejected(result)).sort(([a], [b]) => a - b)).toEqual([
      [2, '', 'json'],
      [4, '', 'type'],
      [5, 'id', 'type'],
      [6, 'colour', 'unknown-field'],
      [7, 'data.mood', 'unknown-field'],
      [8, 'type', 'known-type'],
      [9, 'time', 'format'],
      [10, 'subject', 'required'],
      [11, '', 'line-length'],
    ]);
    expect((await ledger.events()).map((stored) => stored.metadata.sourceId)).toEqual(['1', '12']);
  });

  it('rejects a row as a whole when one of its events is not in order', async () => {
    const mapping = directory.path('two.mjs');
    await writeFile(
      mapping,
      `export const source = 'urn:test:two';
       export const format = { format: 'text', columns: ['who', 'seconds'] };
       export default ({ who, seconds }, row) =>
         who === 'nobody' ? null : [
           { id: 'note-' + row, type: 'NoteAdded', subject: who, time: '2024-01-01T00:00:00Z', data: { text: 'called' } },
           { id: 'call-' + row, type: 'CallLogged', subject: who, time: '2024-01-01T00:00:00Z',
             data: { direction: 'outbound', durationSeconds: Number(seconds) } },
         ];`,
    );
    const result = await run(' ann 60\r\n bob -5\r\n nobody 1\r\n cid 7\r\n', { mapping });
    expect(result).toMatchObject({ read: 4, stored: 4, rejected: 1 });
    expect(await readJsonLines(result.rejects!)).toEqual([
      {
        file: 'input',
        row: 2,
        reasons: [expect.objectContaining({ field: 'data.durationSeconds', rule: 'minimum' })],
        event: { type: 'CallLogged', id: 'call-2' },
        raw: ' bob -5',
      },
    ]);
  });

  it('sets aside what the history of the customer does not allow', async () => {
    const won = { type: 'OpportunityWon', data: { opportunityId: 'o-1' } };
    const result = await run(
      [event({ id: 'a', ...won }), event({ id: 'b', ...won }), event({ id: 'a', ...won })].join('\n'),
    );
    expect(result).toMatchObject({ read: 3, stored: 1, duplicates: 1, rejected: 1 });
    expect(await rejected(result)).toEqual([[2, 'opportunityId', 'closed-once']]);
  });

  it('decides in the order of the file about each customer, though chunks overtake one another', async () => {
    const [apart, openings] = [350, 2_500];
    const lines: string[] = [];
    const about = (type: string, at: number) =>
      event({ id: `${type}-${at}`, type, subject: `c-${at}`, data: { opportunityId: 'o' } });
    for (let at = 0; at < openings + apart; at += 1) {
      if (at < openings) lines.push(about('OpportunityOpened', at));
      if (at >= apart) lines.push(about('OpportunityWon', at - apart));
    }
    const result = await run(lines.join('\n'));
    expect(result).toMatchObject({ read: 2 * openings, stored: 2 * openings, rejected: 0 });
    const histories = new Map<string, string>();
    for (const { stream, type } of await ledger.events()) {
      histories.set(stream, `${histories.get(stream) ?? ''}${type} `);
    }
    expect(histories.size).toBe(openings);
    expect(new Set(histories.values())).toEqual(new Set(['OpportunityOpened OpportunityWon ']));
  });

  it('keeps the rows before the cut of a gzip that is cut off, says how far it came, and can be run again', async () => {
    const whole = gzipSync(orders(0, 20_000));
    const cut = runShop(whole.subarray(0, Math.floor(whole.length / 2)));
    const error = await cut.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ImportInterrupted);
    const { progress, message } = error as ImportInterrupted;
    const head = Number(await ledger.store.head());
    expect(head).toBeGreaterThan(5_000);
    expect(progress).toMatchObject({ rows: head, stored: head, rejected: 0, line: head + 1 });
    expect(message).toContain('the gzip data is cut off');
    expect(message).toContain(`up to line ${head + 1}`);
    expect(await runShop(whole)).toMatchObject({ read: 20_000, stored: 20_000 - head, duplicates: head });
  });

  it('reports its progress', async () => {
    const seen: number[] = [];
    await runShop(orders(0, 5_000), {
      onProgress: ({ rows, bytes, totalBytes, stored }) => {
        expect(rows).toBeGreaterThanOrEqual(stored);
        expect(bytes).toBeLessThanOrEqual(totalBytes);
        seen.push(stored);
      },
    });
    expect(seen.at(-1)).toBe(5_000);
    expect(seen.length).toBeGreaterThan(1);
  });

  it('does not begin without the file, or with a mapping that does not fit it', async () => {
    await expect(importFile({ file: directory.path('none'), reader, dryRun: true })).rejects.toMatchObject({
      code: 'file-unreadable',
    });
    await expect(runShop('a,b\n1,2\n')).rejects.toMatchObject({ code: 'mapping-invalid' });
    expect(await ledger.store.head()).toBe(0n);
  });
});
