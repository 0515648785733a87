import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NotFound, type Projection } from '#kernel';
import { EventNotParked, type ParkedEvents, ProjectionVersionDiffers } from '#projections';
import { eventually } from '../support/eventually.js';
import { type Counted, Ledger, counts, customerIdFor, days, sums, tallies } from './ledger.js';
import { foldedFromZero, parkedEventsOf, repaired, withEvolve } from './parked-ledger.js';

let ledger: Ledger;
let opened: ParkedEvents[];
beforeEach(async () => {
  ledger = await Ledger.open();
  opened = [];
});
afterEach(async () => {
  for (const each of opened) await each.close();
  await ledger.close();
});

function parkedEvents(projections: readonly Projection[]): ParkedEvents {
  const made = parkedEventsOf(ledger, projections);
  opened.push(made);
  return made;
}

async function deriveAll(projections: readonly Projection[]): Promise<void> {
  const engine = ledger.engine(projections);
  await engine.migrate();
  await engine.catchUp();
}

/** Customer 1 has a poisoned event, and one of customer 3 touches his row. */
async function recordPoison(): Promise<void> {
  await ledger.record([
    { customer: 1, amount: 1 },
    { customer: 1, amount: 10, note: 'poison' },
    { customer: 2, amount: 2 },
    { customer: 3, amount: 5, alsoFor: 1 },
    { customer: 3, amount: 7 },
    { customer: 1, amount: 100 },
    { customer: 2, amount: 20 },
  ]);
}

function leftOver(): Promise<{ status: string; attempts: number; error: string | null; position: string }[]> {
  return ledger.sql('select * from read.parked_event order by projection, position');
}

describe.each([
  ['divided by streams', sums],
  ['not divided', tallies],
])('events that a projection %s has left out', (_, projection) => {
  it('are listed and shown with all that is known of them', async () => {
    await recordPoison();
    await deriveAll([projection, days]);
    const parked = parkedEvents([projection, days]);

    const { events, next } = await parked.list({ limit: 50 });
    const held = projection === tallies ? ['4', '5', '6'] : ['6'];
    expect(events.map(({ position, status }) => [position, status])).toEqual([
      ['2', 'parked'],
      ...held.map((position) => [position, 'held']),
    ]);
    expect(next).toBeUndefined();
    const first = await parked.list({ projection: projection.name, status: 'held', limit: 1 });
    expect(first.events).toMatchObject([{ projection: projection.name, position: held[0], error: null, attempts: 0 }]);

    const shown = await parked.show(projection.name, '2');
    expect(shown).toMatchObject({
      ...{ position: '2', status: 'parked', error: 'cannot be counted', attempts: 1, wholeStream: false },
      event: { position: '2', revision: 1, data: { amount: 10, note: 'poison' }, metadata: { source: 'urn:test' } },
      heldBehindCount: held.length,
      sameStream: [{ position: '6', status: 'held' }],
    });
    expect(shown.stack).toContain('evolve');
    expect(shown.heldBehind.map(({ position }) => position)).toEqual(held);
  });

  it('are in the rows after a repair as if none had ever failed', async () => {
    await recordPoison();
    await deriveAll([projection]);
    const fixed = repaired(projection);
    const { applied, parked, held } = await parkedEvents([fixed]).retry({});

    expect({ applied, parked, held }).toEqual({ applied: projection === tallies ? 4 : 2, parked: 0, held: 0 });
    expect(await leftOver()).toEqual([]);
    expect(await ledger.tables(fixed)).toEqual(await foldedFromZero(ledger, fixed));
    await ledger.record(counts(30, 5));
    await ledger.engine([fixed]).catchUp();
    expect(await ledger.tables(fixed)).toEqual(await foldedFromZero(ledger, fixed));
  });

  it('stay as they were, with one more attempt and the new error, when they fail again', async () => {
    await recordPoison();
    await deriveAll([projection]);
    const before = await ledger.tables(projection);
    const stillBroken = withEvolve(projection, (evolve) => (row, event, ...rest) => {
      if ((event.data as Counted).note === 'poison') throw new Error('still broken');
      return evolve(row, event, ...rest);
    });
    const parked = parkedEvents([stillBroken]);
    expect(await parked.retry({ projection: projection.name })).toMatchObject({ applied: 0, parked: 1 });
    await parked.retry({ projection: projection.name, position: '2' });

    expect((await leftOver())[0]).toMatchObject({ status: 'parked', attempts: 3, error: 'still broken' });
    expect((await leftOver()).slice(1).every(({ status, attempts }) => status === 'held' && attempts === 0)).toBe(true);
    expect(await ledger.tables(projection)).toEqual(before);
  });

  it('are applied once while events go on coming, though several try at once', async () => {
    const fixed = repaired(projection);
    await ledger.record(counts(50, 5));
    await recordPoison();
    // The program that derives still has the old code, so that what comes is parked again and again.
    const engine = ledger.engine([projection], { batchSize: 20 });
    await engine.migrate();
    await engine.start();
    let isOver = false;
    const traffic = (async () => {
      for (let round = 0; round < 12; round += 1) {
        await ledger.record([{ customer: round % 5, amount: 1, note: 'poison' }, ...counts(25, 5)]);
      }
      isOver = true;
    })();
    const [one, other] = [parkedEvents([fixed]), parkedEvents([fixed])];
    while (!isOver) await Promise.all([one.retry({}), other.retry({})]);
    await traffic;
    await engine.catchUp();
    await eventually('nothing is left out', async () => {
      await one.retry({});
      return (await leftOver()).length === 0;
    });
    await engine.catchUp();
    expect(await ledger.tables(fixed)).toEqual(await foldedFromZero(ledger, fixed));
  });

  it('hold nothing back any more by whoever derives the projection all the time', async () => {
    const engine = ledger.engine([projection]);
    await engine.migrate();
    await engine.start();
    await recordPoison();
    await engine.catchUp();
    const fixed = repaired(projection);
    await parkedEvents([fixed]).retry({});
    await ledger.record([
      { customer: 1, amount: 1_000 },
      { customer: 3, amount: 2_000 },
    ]);
    await engine.catchUp();

    expect(await leftOver()).toEqual([]);
    expect(await ledger.tables(fixed)).toEqual(await foldedFromZero(ledger, fixed));
  });

  it('are all still left out when the process dies before it is done', async () => {
    await recordPoison();
    await deriveAll([projection]);
    const [rows, missing] = [await ledger.tables(projection), await leftOver()];
    const table = projection.tables[0]!.name;
    await ledger.sql(`create function read.die() returns trigger language plpgsql as
      $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
      create trigger die before insert or update on read.${table} for each statement execute function read.die()`);
    await expect(parkedEvents([repaired(projection)]).retry({})).rejects.toThrow();
    await ledger.sql(`drop trigger die on read.${table}`);

    expect([await ledger.tables(projection), await leftOver()]).toEqual([rows, missing]);
    await parkedEvents([repaired(projection)]).retry({});
    expect(await ledger.tables(projection)).toEqual(await foldedFromZero(ledger, repaired(projection)));
  });

  it('are told apart when it is the database that refuses a row', async () => {
    const TOO_MUCH = 1_000_000;
    await ledger.record([
      { customer: 1, amount: 1, note: 'poison' },
      { customer: 2, amount: 1, note: 'poison' },
      { customer: 1, amount: 2 },
      { customer: 2, amount: TOO_MUCH },
      { customer: 2, amount: 4 },
      { customer: 1, amount: 8 },
    ]);
    await deriveAll([projection]);
    const table = projection.tables[0]!.name;
    await ledger.sql(`alter table read.${table} add check (total < ${TOO_MUCH})`);
    const fixed = repaired(projection);

    expect(await parkedEvents([fixed]).retry({})).toMatchObject({ applied: 4, parked: 1, held: 1 });
    expect(await leftOver()).toMatchObject([
      { position: '4', status: 'parked', attempts: 1, error: expect.stringContaining('check') },
      { position: '5', status: 'held' },
    ]);
    expect(await ledger.tables(fixed)).toEqual(await foldedFromZero(ledger, fixed, [4n, 5n]));
  });
});

describe('trying again', () => {
  it('one event tries its stream, and leaves others alone', async () => {
    await ledger.record([
      { customer: 1, amount: 1, note: 'poison' },
      { customer: 2, amount: 2, note: 'poison' },
      { customer: 1, amount: 3 },
    ]);
    await deriveAll([sums]);
    const parked = parkedEvents([repaired(sums)]);
    expect(await parked.retry({ projection: 'sums', position: '3' })).toMatchObject({ applied: 2, parked: 0 });
    expect(await leftOver()).toMatchObject([{ position: '2', status: 'parked', attempts: 1 }]);
  });

  it('is refused for what there is not, and for tables of another version', async () => {
    await recordPoison();
    await deriveAll([sums]);
    const parked = parkedEvents([sums]);
    await expect(parked.retry({ projection: 'sum' })).rejects.toThrow(NotFound);
    await expect(parked.retry({ projection: 'sums', position: '1' })).rejects.toThrow(NotFound);
    await expect(parked.retry({ projection: 'sums', position: 'x' })).rejects.toThrow(NotFound);
    await parked.skip('sums', '2', { reason: 'a test' });
    await expect(parked.retry({ projection: 'sums', position: '2' })).rejects.toThrow(EventNotParked);
    await ledger.record([{ customer: 4, amount: 1, note: 'poison' }]);
    await ledger.engine([sums]).catchUp();
    await expect(parkedEvents([{ ...repaired(sums), version: 2 }]).retry({})).rejects.toThrow(ProjectionVersionDiffers);
  });

  it('asks for a rebuild where the event touches rows by now that were not held', async () => {
    await ledger.record([
      { customer: 1, amount: 1, note: 'poison' },
      { customer: 2, amount: 10 },
      { customer: 1, amount: 100 },
    ]);
    await deriveAll([tallies]);
    const before = await ledger.tables(tallies);
    const [table] = repaired(tallies).tables;
    const wider: Projection = {
      ...tallies,
      tables: [{ ...table!, keysOf: (event) => [...table!.keysOf(event), customerIdFor(2)] }],
    };
    expect(await parkedEvents([wider]).retry({})).toMatchObject({ applied: 0, parked: 1, held: 1 });
    expect(await leftOver()).toMatchObject([
      { status: 'parked', error: expect.stringContaining('rebuild the projection') },
      { status: 'held' },
    ]);
    expect(await ledger.tables(tallies)).toEqual(before);
    await parkedEvents([repaired(tallies)]).retry({});
    expect(await ledger.tables(tallies)).toEqual(await foldedFromZero(ledger, repaired(tallies)));
  });
});
