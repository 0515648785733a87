import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CustomerPage } from '#assembly';
import type { HistoryEvent } from '#customers/queries';
import type { Statistics } from '#insight/queries';
import type { ImportResult } from '#intake';
import type { FunnelCounts } from '#sales/queries';
import { Client } from 'pg';
import { rapport, rapportJson, startRapport } from './support/command-line.js';
import { freePort } from './support/free-port.js';
import type { Ended } from './support/program.js';
import { Service } from './support/service.js';
import { TemporaryHome } from './support/temporary-home.js';

const MAPPING = `
source: urn:shop
format: csv
events:
  - type: PurchaseRecorded
    id: order-{order}
    subject: "{customer}"
    time: { column: day, format: YYYY-MM-DD }
    data:
      total: { column: price, as: money, currency: EUR }
`;

const SHOP = [
  'order,customer,day,price',
  '1,ann,2024-01-05,10.00',
  '2,bob,2024-02-30,5.00',
  '3,ann,2024-03-01,-7.00',
  '4,ann,2024-04-01,2.50',
  '5,cid,2024-04-02,3.00',
];

/** Beside a service that runs on the same home: the database is there, and the service sees what is done. */
describe('rapport, the command line', () => {
  let home: TemporaryHome;
  let service: Service;
  let shop: string[];

  const run = (...args: string[]): Promise<Ended> => rapport(args, { home: home.path });
  const ask = <T>(...args: string[]) => rapportJson<T>(args, { home: home.path });
  const given = async (name: string, content: string | Buffer): Promise<string> => {
    const file = join(home.path, name);
    await writeFile(file, content);
    return file;
  };

  beforeAll(async () => {
    home = await TemporaryHome.make();
    service = await Service.serving({ home: home.path, port: await freePort() });
    shop = [await given('shop.csv', `${SHOP.join('\n')}\n`), '--mapping', await given('shop.yaml', MAPPING)];
  }, 60_000);
  afterAll(async () => {
    const ended = await service.stop();
    await home.remove();
    expect(ended).toMatchObject({ code: 0, stderr: 'Stopping: finishing what is under way …\n' });
  });

  it('shows in a dry run what an import would store, and stores nothing', async () => {
    const json = await ask<ImportResult>('import', ...shop, '--dry-run', '--rejects', join(home.path, 'dry.ndjson'));
    expect(json).toMatchObject({
      code: 1,
      stderr: '',
      answer: { read: 5, stored: 0, rejected: 2, preview: { events: 3 } },
    });
    expect(json.answer.preview!.first[0]).toMatchObject({
      id: 'order-1',
      type: 'PurchaseRecorded',
      source: 'urn:shop',
      subject: 'ann',
      data: { total: { amount: 1_000, currency: 'EUR' } },
    });
    expect((await service.get<Statistics>('/v1/stats')).body.head).toBe('0');
  }, 60_000);

  it('imports the good rows, and sets the bad ones aside with row, field and rule', async () => {
    const { code, answer } = await ask<ImportResult>('import', ...shop);
    expect(code).toBe(1);
    expect(answer).toMatchObject({ read: 5, stored: 3, followed: 3, duplicates: 0, rejected: 2 });
    expect(answer.rejects).toBe(join(home.path, 'shop.csv.rejects.ndjson'));
    const rejects = (await readFile(answer.rejects!, 'utf8')).trim().split('\n');
    expect(rejects.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({
        row: 3,
        raw: SHOP[2],
        reasons: [expect.objectContaining({ field: 'time', rule: 'format' })],
      }),
      expect.objectContaining({
        row: 4,
        raw: SHOP[3],
        reasons: [expect.objectContaining({ field: 'data.total.amount', rule: 'minimum' })],
      }),
    ]);
    const { body } = await service.get<Statistics>('/v1/stats?minPosition=6');
    // Each purchase has the points that it earned behind it.
    expect(body).toMatchObject({ head: '6', customers: 2, events: { PurchaseRecorded: 3, PointsEarned: 3 } });
  }, 60_000);

  it('answers what the ledger holds, as JSON and as text', async () => {
    const [stats, one, past, text, history] = await Promise.all([
      ask<Statistics>('stats'),
      ask<CustomerPage>('customer', 'show', 'urn:shop#ann'),
      ask<CustomerPage>('customer', 'show', 'urn:shop#ann', '--as-of', '2024-02-01T00:00:00Z'),
      run('customer', 'show', 'urn:shop#ann'),
      ask<{ id: string; events: HistoryEvent[] }>('customer', 'history', 'urn:shop#ann'),
    ]);
    expect(stats).toMatchObject({ code: 0, stderr: '', answer: { head: '6', events: { PurchaseRecorded: 3 } } });
    expect(stats.answer.projections.map(({ lag }) => lag)).toEqual(stats.answer.projections.map(() => '0'));
    expect(one).toMatchObject({ code: 0, answer: { totals: { purchases: 2, spend: { EUR: 1_250 } } } });
    expect(past).toMatchObject({ code: 0, answer: { totals: { purchases: 1, spend: { EUR: 1_000 } } } });
    expect(text.stdout).toMatch(/^purchases +2: EUR\s12\.50$/m);
    expect(history.answer.id).toBe(one.answer.id);
    expect(history.answer.events.filter(({ type }) => type === 'PurchaseRecorded')).toMatchObject([
      { sourceId: 'order-1' },
      { sourceId: 'order-4' },
    ]);
    const { body } = await service.get<{ id: string }>(`/v1/customers/${one.answer.id}`);
    expect(body.id).toBe(one.answer.id);
  }, 120_000);

  it('lists projections, reports, and says where the database is', async () => {
    const [list, status, report, funnel, wrong, url] = await Promise.all([
      ask<Pick<Statistics, 'projections'>>('projections', 'list'),
      run('projections', 'status', 'profile'),
      ask<{ customers: number; bins: number[] }>('report', 'repeat-purchases', '--until', '2024-12-31'),
      ask<FunnelCounts>('report', 'funnel', '--as-of', '2024-04-30'),
      run('report', 'conversion', '--steps', 'customer', '--json'),
      run('database', 'url'),
    ]);
    expect(funnel.answer.stages.filter(({ customers }) => customers > 0)).toMatchObject([
      { stage: 'customer', customers: 1 },
      { stage: 'repeat', customers: 1 },
    ]);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('--steps')]);
    expect(list.answer.projections).toContainEqual({
      name: 'profile',
      version: expect.any(Number),
      checkpoint: '6',
      lag: '0',
      parked: 0,
    });
    expect(status.stdout).toMatch(/^projection .*\nprofile +\d+ +6 +0 +0\n$/);
    expect(report).toMatchObject({ code: 0, answer: { customers: 2 } });
    expect(report.answer.bins.slice(0, 2)).toEqual([1, 1]);
    const client = new Client({ connectionString: url.stdout.trim() });
    await client.connect();
    const { rows } = await client.query(
      `SELECT data #>> '{total,amount}' AS amount FROM log.event_json WHERE type = 'PurchaseRecorded' ORDER BY position`,
    );
    await client.end();
    expect(rows).toEqual([{ amount: '1000' }, { amount: '250' }, { amount: '300' }]);
  }, 120_000);

  it('stores what comes before the break of a truncated gzip, and the rest when the whole file is imported', async () => {
    const rows = Array.from({ length: 3_000 }, (_, at) => `z${at},zoe,2024-05-01,${1 + ((at * 7_919) % 997)}.00`);
    const zipped = gzipSync(`${SHOP[0]}\n${rows.join('\n')}\n`);
    const mapping = ['--mapping', join(home.path, 'shop.yaml')];
    const cut = await run(
      'import',
      await given('cut.csv.gz', zipped.subarray(0, zipped.length / 2)),
      ...mapping,
      '--json',
    );
    expect(cut).toMatchObject({ code: 3, stdout: '' });
    expect(cut.stderr).toMatch(
      /^rapport: .*cut\.csv\.gz: the gzip data is cut off after \d+ rows .* Run the same import/,
    );
    const stored = Number(/(\d+) events stored/.exec(cut.stderr)![1]);
    expect(stored).toBeGreaterThan(0);

    const whole = await ask<ImportResult>('import', await given('whole.csv.gz', zipped), ...mapping);
    expect(whole).toMatchObject({ code: 0, answer: { read: 3_000, stored: 3_000 - stored, duplicates: stored } });
  }, 120_000);

  it('ends quietly when whoever reads its answer has read enough', async () => {
    const program = startRapport(['customer', 'history', 'urn:shop#zoe'], { home: home.path });
    program.closeStdout();
    expect(await program.ended).toMatchObject({ code: 0, stderr: '' });
  }, 60_000);

  it.each([
    [2, /unknown command 'frobnicate'/, ['frobnicate']],
    [2, /^rapport: mapping nope: is neither a preset \(cdnow, /, ['import', 'shop.csv', '--mapping', 'nope']],
    [2, /^rapport: customer: must be a UUID or source#subject/, ['customer', 'show', 'nobody']],
    [2, /^rapport: asOf: /, ['customer', 'show', 'urn:shop#ann', '--as-of', 'yesterday']],
    [2, /^rapport: --until: must be an existing date/, ['report', 'repeat-purchases', '--until', '2024-02-30']],
    [3, /^rapport: no customer [0-9a-f-]{36}\n$/, ['customer', 'show', 'urn:shop#nobody', '--json']],
    [3, /^rapport: nowhere\.csv: there is no such file\n$/, ['import', 'nowhere.csv', '--mapping', 'cdnow', '--json']],
  ])('ends with %d, and says %s', async (code, message, args) => {
    const ended = await run(...args);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).not.toMatch(/^\s+at /m);
  });

  it('shows its help, and that is no error', async () => {
    const { code, stdout, stderr } = await run('--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of ['import', 'customer', 'projections', 'stats', 'report', 'database']) {
      expect(stdout).toMatch(new RegExp(`^  ${command}`, 'm'));
    }
  });
});
