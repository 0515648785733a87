import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ledger } from '#assembly';
import type { BookingResult } from '#loyalty/booking';
import type { LiabilityReport, ProgramView, Reconciliation } from '#loyalty/queries';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { rapport, rapportJson } from './support/command-line.js';
import { TemporaryHome } from './support/temporary-home.js';

const RULES = `
program: miles
programVersion: 1
effectiveFrom: 2024-01-01T00:00:00Z
earning:
  - { rule: spend, base: money, points: 1, per: 100 }
expiry: { kind: rolling, months: 12 }
value: { amount: 1, currency: EUR }
expectedRedemptionPerMille: 900
`;

describe('a loyalty programme by the command line', () => {
  let home: TemporaryHome;
  let database: TestDatabase;
  let rules: string;

  const ask = <T>(...args: string[]) => rapportJson<T>(args, options());
  const options = () => ({ home: home.path, env: { DATABASE_URL: database.url } });

  beforeAll(async () => {
    home = await TemporaryHome.make();
    database = await createTestDatabase();
    rules = join(home.path, 'miles.yaml');
    await writeFile(rules, RULES);
  });
  afterAll(async () => {
    await database.drop();
    await home.remove();
  });

  it('is published once, from a file', async () => {
    const first = await ask('program', 'publish', rules);
    expect(first).toMatchObject({ code: 0, answer: { program: 'miles', programVersion: 1, duplicate: false } });
    expect(await ask('program', 'publish', rules)).toMatchObject({ code: 0, answer: { duplicate: true } });
    const { answer } = await ask<{ programs: ProgramView[] }>('program', 'list');
    expect(answer.programs).toMatchObject([
      { program: 'miles', inForce: 1 },
      { program: 'points', inForce: 0 },
    ]);
    const unknown = join(home.path, 'unknown.json');
    await writeFile(unknown, JSON.stringify({ program: 'miles', programVersion: 2, effective: 'now' }));
    const refused = await rapport(['program', 'publish', unknown], options());
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain('data.effectiveFrom');
  });

  it('owes points until they end; booking writes that down, and the books agree', async () => {
    await purchase({ amount: 12_000, occurredAt: '2024-02-01T10:00:00Z' });

    const report = ['report', 'liability', '--as-of', '2024-12-31', '--program', 'miles'];
    const { answer } = await ask<LiabilityReport>(...report);
    expect(answer.programs).toMatchObject([
      { byExpiry: [{ month: '2025-02', active: 120 }], outstanding: { points: 120, faceValue: 120, liability: 108 } },
    ]);
    const people = await rapport(report, options());
    expect(people.stdout).toContain(
      'miles as of 2024-12-31T23:59:59.999Z: 120 points outstanding, liability EUR\u00a01.08',
    );

    const booked = await ask<BookingResult>('loyalty', 'book', '--until', '2025-03-01');
    expect(booked).toMatchObject({ code: 0, answer: { customers: 1, events: 1, failures: [] } });
    const books = await ask<Reconciliation>('loyalty', 'reconcile', '--as-of', '2025-03-01');
    expect(books).toMatchObject({ code: 0, answer: { agrees: true, expiry: { booked: 120, dueLots: 0 } } });
  });

  it('refuses to book what has not come yet', async () => {
    const { code, stdout, stderr } = await rapport(['loyalty', 'book', '--until', '2999-01-01'], options());
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('until');
  });

  async function purchase({ amount, occurredAt }: { amount: number; occurredAt: string }): Promise<void> {
    const ledger = await Ledger.open({
      port: 0,
      home: home.path,
      databaseUrl: database.url,
      eventStoreUrl: undefined,
      logLevel: 'silent',
      host: '127.0.0.1',
      work: 'here',
    });
    try {
      const fact = ledger.reader.read({
        specversion: '1.0',
        type: 'PurchaseRecorded',
        source: 'urn:shop',
        id: 'order-1',
        subject: 'ann',
        time: occurredAt,
        data: { total: { amount, currency: 'EUR' } },
      });
      await ledger.recorder.record({ facts: [fact] });
    } finally {
      await ledger.close();
    }
  }
});
