import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { ParkedEvent, ParkedEventDetail, RetryResult, SkipResult } from '#projections';
import { type TestService, startService } from '../e2e/service.js';
import { rapport, rapportJson } from './support/command-line.js';
import type { ProgramOptions } from './support/program.js';
import { TemporaryHome } from './support/temporary-home.js';

describe('rapport projections parked', () => {
  let home: TemporaryHome;
  let service: TestService;
  let options: ProgramOptions;
  beforeAll(async () => {
    home = await TemporaryHome.make();
    service = await startService();
    options = { home: home.path, env: { DATABASE_URL: service.databaseUrl } };
    const customerId = await service.customer();
    await sql('alter table read.purchase add constraint broken check (amount < 100)');
    for (const amount of [100, 200, 300]) {
      await service.record(customerId, 'purchases', { total: { amount, currency: 'EUR' } });
    }
    await service.ledger.projections.catchUp();
  });
  afterAll(async () => {
    await service.stop();
    await home.remove();
  });

  async function sql(text: string): Promise<void> {
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  }

  const parked = <T>(...args: string[]) => rapportJson<T>(['projections', 'parked', ...args], options);

  it('lists, shows, tries again and skips what a running service has parked', async () => {
    const listed = await parked<{ events: ParkedEvent[]; next: string | null }>('list', 'purchases', '--limit', '2');
    expect(listed).toMatchObject({ code: 0, answer: { events: [{ status: 'parked' }, { status: 'parked' }] } });
    const more = await parked<typeof listed.answer>('list', '--status', 'parked', '--cursor', listed.answer.next!);
    expect(more).toMatchObject({ code: 0, answer: { events: [{ projection: 'purchases' }], next: null } });

    const { position } = listed.answer.events[0]!;
    const shown = await parked<ParkedEventDetail>('show', 'purchases', position);
    expect(shown).toMatchObject({ code: 0, answer: { position, event: { data: { total: { amount: 100 } } } } });
    const text = await rapport(['projections', 'parked', 'show', 'purchases', position], options);
    expect(text.stdout).toContain('violates check constraint');

    const failing = await parked<RetryResult>('retry', 'purchases', '--position', position);
    expect(failing).toMatchObject({ code: 1, answer: { applied: 0, parked: 3 } });
    const skipped = await parked<SkipResult>('skip', 'purchases', position, '--reason', 'a test', '--by', 'Ada');
    expect(skipped).toMatchObject({ code: 1, answer: { event: { status: 'skipped', skippedBy: 'Ada' } } });
    await sql('alter table read.purchase drop constraint broken');
    expect(await parked<RetryResult>('retry')).toMatchObject({ code: 0, answer: { applied: 2, parked: 0, held: 0 } });
    expect((await rapport(['projections', 'parked', 'retry'], options)).stdout).toBe('nothing is left out\n');
  });

  it('refuses what makes no sense', async () => {
    const codeOf = async (...args: string[]) => (await rapport(['projections', 'parked', ...args], options)).code;
    expect(await codeOf('list', '--status', 'gone')).toBe(2);
    expect(await codeOf('retry', '--position', '1')).toBe(2);
    expect(await codeOf('skip', 'purchases', '1')).toBe(2);
    expect(await codeOf('skip', 'purchases', '1', '--reason', ' ')).toBe(2);
    expect(await codeOf('show', 'purchases', '1')).toBe(3);
    expect(await codeOf('show', 'nothing', '1')).toBe(3);
  });
});
