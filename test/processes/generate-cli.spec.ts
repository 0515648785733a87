import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rapport, rapportJson } from './support/command-line.js';
import { TemporaryHome } from './support/temporary-home.js';

describe('rapport generate', () => {
  let home: TemporaryHome;
  beforeAll(async () => {
    home = await TemporaryHome.make();
  });
  afterAll(() => home.remove());

  it('fills an empty ledger once, and no ledger that holds anything else', async () => {
    const generate = (...more: string[]) => rapportJson(['generate', '--events', '2000', ...more], { home: home.path });
    const numbers = { events: 2_000, customers: 70, seed: 1, source: 'urn:made-up:1:2000:70' };
    expect(await generate()).toMatchObject({ code: 0, answer: { ...numbers, stored: 2_000, duplicates: 0 } });
    expect(await generate()).toMatchObject({ code: 0, answer: { ...numbers, stored: 0, duplicates: 2_000 } });
    expect(await rapport(['generate', '--events', '2000', '--seed', '2'], { home: home.path })).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/^rapport: the ledger is not empty: its first event is of urn:made-up:1:2000:70/m),
    });
    const stats = await rapportJson<{ head: string; customers: number }>(['stats'], { home: home.path });
    expect(stats.answer).toMatchObject({ head: '2000', customers: 70 });
  });

  it.each([
    [[], '--events'],
    [['--events', 'many'], 'events'],
    [['--events', '10', '--customers', '11'], 'customers'],
    [['--events', '10', '--seed', '-1'], 'seed'],
  ])('says what is wrong with %j', async (args, field) => {
    expect(await rapport(['generate', ...args], { home: home.path })).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(field),
    });
  });
});
