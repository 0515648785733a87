import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Projection, customerStream, eventIdOf } from '#kernel';
import { type LeftOut, foldRows } from '#projections';
import { Ledger, counts, customerIdFor, days, tallies } from './ledger.js';

let ledger: Ledger;
beforeEach(async () => {
  ledger = await Ledger.open();
});
afterEach(() => ledger.close());

async function totalOf(customer: number): Promise<number | undefined> {
  const rows = (await ledger.tables(tallies)).get('tally')!;
  return (rows.get(customerIdFor(customer)) as { total: number } | undefined)?.total;
}

const TOO_MUCH = 2 ** 41;

interface Parked {
  position: string;
  status: string;
  type: string;
  stream: string;
  error: string | null;
  stack: string | null;
  keys: { table: string; key: string }[];
}

function parked(): Promise<Parked[]> {
  return ledger.sql<Parked>('select * from read.parked_event order by projection, position');
}

describe('an event that a projection cannot apply', () => {
  it('is parked with its error; later events of its rows are held back, all others go on', async () => {
    await ledger.record([
      { customer: 1, amount: 1 },
      { customer: 1, amount: 10, note: 'poison' },
      { customer: 2, amount: 2 },
      { customer: 1, amount: 100 },
      { customer: 2, amount: 20 },
    ]);
    const engine = ledger.engine([tallies, days]);
    await engine.migrate();
    await engine.catchUp();

    expect(await totalOf(1)).toBe(1);
    expect(await totalOf(2)).toBe(22);
    expect(await ledger.tables(days)).toEqual(foldRows(days, await ledger.events()));
    expect(await engine.status()).toMatchObject([
      { name: 'tallies', checkpoint: 5n, parked: 1, held: 1 },
      { name: 'days', checkpoint: 5n, parked: 0, held: 0 },
    ]);
    const keys = [{ table: 'tally', key: customerIdFor(1) }];
    const stream = customerStream(customerIdFor(1));
    expect(await parked()).toMatchObject([
      { position: '2', status: 'parked', error: 'cannot be counted', type: 'Counted', stream, keys },
      { position: '4', status: 'held', error: null, type: 'Counted', stream, keys },
    ]);
    expect((await parked())[0]!.stack).toContain('evolve');
  });

  it('changes none of its rows, and what it should have touched is held from then on', async () => {
    await ledger.record([
      { customer: 1, amount: 1, alsoFor: 2, note: 'poison' },
      { customer: 2, amount: 10, alsoFor: 3 },
      { customer: 3, amount: 100 },
      { customer: 4, amount: 1000 },
    ]);
    const engine = ledger.engine([tallies]);
    await engine.migrate();
    await engine.catchUp();

    expect((await ledger.tables(tallies)).get('tally')!.size).toBe(1);
    expect(await totalOf(4)).toBe(1000);
    expect((await parked()).map(({ status }) => status)).toEqual(['parked', 'held', 'held']);
  });

  it('holds back its rows after a restart, too', async () => {
    await ledger.record([{ customer: 1, amount: 1, note: 'poison' }]);
    const first = ledger.engine([tallies]);
    await first.migrate();
    await first.catchUp();
    await ledger.record([
      { customer: 1, amount: 10 },
      { customer: 2, amount: 2 },
    ]);
    const second = ledger.engine([tallies]);
    await second.catchUp();

    expect(await totalOf(1)).toBeUndefined();
    expect(await totalOf(2)).toBe(2);
    expect(await second.status()).toMatchObject([{ checkpoint: 3n, parked: 1, held: 1 }]);
  });

  it('stays parked, with one more attempt, when all is derived again and it fails again', async () => {
    await ledger.record([
      { customer: 1, amount: 1, note: 'poison' },
      { customer: 1, amount: 2 },
    ]);
    const first = ledger.engine([tallies]);
    await first.migrate();
    await first.catchUp();
    await ledger.sql(`delete from read.parked_event where status = 'held'; delete from read.tally`);
    await ledger.sql(`update read.parked_event set keys = '[]'; update read.projection_checkpoint set position = 0`);
    await ledger.engine([tallies]).catchUp();

    expect(await parked()).toMatchObject([
      { status: 'parked', attempts: 2, error: 'cannot be counted' },
      { status: 'held', attempts: 0 },
    ]);
  });

  it('is found among its neighbours when it is the database that refuses its row', async () => {
    await ledger.record([
      ...counts(100),
      { customer: 3, amount: TOO_MUCH },
      ...counts(100),
      { customer: 5, amount: TOO_MUCH },
      ...counts(100),
    ]);
    const engine = ledger.engine([tallies, days], { batchSize: 150 });
    await engine.migrate();
    await ledger.sql(`alter table read.tally add check (total < ${TOO_MUCH})`);
    await engine.catchUp();

    const leftOut: LeftOut[] = [];
    const events = (await ledger.events()).filter(({ position }) => position !== 101n && position !== 202n);
    const expected = foldRows(tallies, events, (event) => leftOut.push(event)).get('tally')!;
    const rows = (await ledger.tables(tallies)).get('tally')!;
    for (const customer of [0, 1, 2, 4, 6, 7, 8, 9]) {
      expect(rows.get(customerIdFor(customer))).toEqual(expected.get(customerIdFor(customer)));
    }
    expect(await engine.status()).toMatchObject([
      { checkpoint: 302n, parked: 2, held: 30 },
      { checkpoint: 302n, parked: 0, held: 0 },
    ]);
    expect((await parked()).filter(({ status }) => status === 'parked').map(({ position }) => position)).toEqual([
      '101',
      '202',
    ]);
    expect(leftOut).toEqual([]);
  });

  it('is parked when its bytes are of a version that this program does not know; its stream is held', async () => {
    const metadata = { source: 'urn:test', sourceId: 'new', occurredAt: '2026-01-01T00:00:00.000Z', schemaVersion: 2 };
    const event = { id: eventIdOf('urn:test', 'new'), type: 'Counted', data: { sum: 1 }, metadata };
    await ledger.store.append({
      stream: customerStream(customerIdFor(1)),
      expectedRevision: 'none',
      events: [ledger.codec.encode(event, new Date())],
    });
    await ledger.record([
      { customer: 1, amount: 1 },
      { customer: 2, amount: 2 },
    ]);
    const engine = ledger.engine([tallies]);
    await engine.migrate();
    await engine.catchUp();

    expect(await totalOf(1)).toBeUndefined();
    expect(await totalOf(2)).toBe(2);
    expect(await parked()).toMatchObject([
      { status: 'parked', error: expect.stringContaining('newer') },
      { status: 'held' },
    ]);
  });

  it('is one whose texts the database cannot hold, wherever the batches are cut', async () => {
    await ledger.record([
      { customer: 1, amount: 1, note: 'a NUL: \0' },
      { customer: 2, amount: 1, note: 'half a pair: \ud800' },
      ...counts(100, 5),
    ]);
    const engine = ledger.engine([tallies]);
    await engine.migrate();
    await engine.catchUp();

    expect((await parked()).filter(({ status }) => status === 'parked')).toMatchObject([
      { position: '1', error: expect.stringContaining('tally.last_note') },
      { position: '2', error: expect.stringContaining('tally.last_note') },
    ]);
    expect(await engine.status()).toMatchObject([{ parked: 2, held: 40 }]);
  });

  it('is one whose row has not the form of its table', async () => {
    const [table] = tallies.tables;
    const sloppy: Projection = {
      ...tallies,
      tables: [{ ...table!, evolve: (...args) => ({ ...table!.evolve(...args), total: 0.5 }) }],
    };
    await ledger.record([{ customer: 1, amount: 1 }]);
    const engine = ledger.engine([sloppy]);
    await engine.migrate();
    await engine.catchUp();

    expect(await parked()).toMatchObject([{ status: 'parked', error: 'tally.total: 0.5 is not a safe whole number' }]);
  });
});
