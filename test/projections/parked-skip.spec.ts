import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { JobRunner, Jobs, hasEnded } from '#jobs';
import { NotFound, type Projection, ValidationFailed } from '#kernel';
import {
  EventNotParked,
  type ParkedEvents,
  REBUILD_JOB,
  RebuildUnderWay,
  Rebuilds,
  type RebuildResult,
} from '#projections';
import { WorkDatabase } from '#work';
import fc from 'fast-check';
import { type Counted, type Count, Ledger, counts, sums, tallies } from './ledger.js';
import { foldedFromZero, parkedEventsOf, repaired, withEvolve } from './parked-ledger.js';

let ledger: Ledger;
let closers: (() => Promise<unknown>)[];
beforeEach(async () => {
  ledger = await Ledger.open();
  closers = [];
});
afterEach(async () => {
  for (const close of closers.reverse()) await close();
  await ledger.close();
});

function parkedEvents(projections: readonly Projection[]): ParkedEvents {
  const made = parkedEventsOf(ledger, projections);
  closers.push(() => made.close());
  return made;
}

async function deriveAll(projections: readonly Projection[]): Promise<void> {
  const engine = ledger.engine(projections);
  await engine.migrate();
  await engine.catchUp();
}

interface Rebuilding {
  rebuilds: Rebuilds;
  jobs: Jobs;
}

async function rebuilding(projections: readonly Projection[]): Promise<Rebuilding> {
  const { store, codec, database } = ledger;
  const work = new WorkDatabase({ connectionString: database.url });
  closers.push(() => work.close());
  await Jobs.migrate(work);
  await Rebuilds.migrate(work);
  const engine = ledger.engine(projections);
  const rebuilds = new Rebuilds({
    ...{ store, codec, connectionString: database.url, projections, database: work },
    catchUpLive: () => engine.catchUp(),
  });
  const jobs = new Jobs({ database: work, kinds: [rebuilds.kind] });
  closers.push(() => jobs.close());
  return { rebuilds, jobs };
}

async function rebuild({ rebuilds, jobs }: Rebuilding): Promise<RebuildResult> {
  const { job } = await rebuilds.request(jobs, { verify: true });
  const runner = new JobRunner({ jobs, kinds: [REBUILD_JOB] });
  runner.start();
  try {
    for await (const each of jobs.watch(job.id, AbortSignal.timeout(60_000))) {
      if (each && hasEnded(each)) {
        expect(each).toMatchObject({ status: 'done' });
        return each.result as RebuildResult;
      }
    }
  } finally {
    await runner.stop();
  }
  throw new Error('the rebuild did not end');
}

function leftOver(): Promise<{ status: string; position: string }[]> {
  return ledger.sql('select * from read.parked_event order by projection, position');
}

const POISONED: readonly Count[] = [
  { customer: 1, amount: 1 },
  { customer: 1, amount: 10, note: 'poison' },
  { customer: 2, amount: 2 },
  { customer: 1, amount: 100 },
  { customer: 3, amount: 1_000, note: 'poison' },
  { customer: 3, amount: 3 },
];

describe.each([
  ['divided by streams', sums],
  ['not divided', tallies],
])('a parked event of a projection %s that is skipped', (_, projection) => {
  const { name } = projection;

  it('is kept as evidence and holds nothing back, then and later', async () => {
    await ledger.record(POISONED);
    await deriveAll([projection]);
    const parked = parkedEvents([projection]);
    const { event, retried } = await parked.skip(name, '2', { reason: 'counted by hand', by: 'Ada' });

    expect(event).toMatchObject({ status: 'skipped', skipReason: 'counted by hand', skippedBy: 'Ada' });
    expect(event).toMatchObject({ error: 'cannot be counted', skippedAt: expect.stringMatching(/Z$/) });
    expect(retried).toEqual(
      projection === sums ? { applied: 1, parked: 0, held: 0 } : { applied: 1, parked: 1, held: 1 },
    );
    await ledger.record([{ customer: 1, amount: 7 }]);
    const engine = ledger.engine([projection]);
    await engine.catchUp();
    expect(await engine.status()).toMatchObject([{ parked: 1, held: 1, skipped: 1 }]);
    expect(await ledger.tables(projection)).toEqual(await foldedFromZero(ledger, projection, [2n, 5n, 6n]));
    expect((await parked.show(name, '2')).heldBehind).toEqual([]);
    expect(await parked.retry({})).toMatchObject({ applied: 0, parked: 1, held: 1 });
  });

  it('is left out by rebuilds, too, though it could be applied by then', async () => {
    await ledger.record(POISONED);
    await deriveAll([projection]);
    await parkedEvents([projection]).skip(name, '2', { reason: 'counted by hand' });
    const fixed = repaired(projection);
    await parkedEvents([fixed]).retry({});
    const live = await ledger.tables(fixed);
    const [evidence] = await leftOver();

    for (let time = 1; time <= 2; time += 1) {
      const { swapped, differences } = await rebuild(await rebuilding([fixed]));
      expect([swapped, differences]).toEqual([true, []]);
      expect(await ledger.tables(fixed)).toEqual(live);
      expect(await leftOver()).toEqual([evidence]);
    }
    await ledger.record(counts(20, 4));
    await ledger.engine([fixed]).catchUp();
    expect(await ledger.tables(fixed)).toEqual(await foldedFromZero(ledger, fixed, [2n]));
  });

  it('is left out when the tables are derived anew in place, and tried again by a new version', async () => {
    await ledger.record(POISONED);
    await deriveAll([projection]);
    await parkedEvents([projection]).skip(name, '2', { reason: 'counted by hand' });
    const [table] = repaired(projection).tables;
    const renamed: Projection = { ...projection, tables: [{ ...table!, name: 'renamed' }] };
    await deriveAll([renamed]);
    expect(await ledger.tables(renamed)).toEqual(await foldedFromZero(ledger, renamed, [2n]));

    const next = { ...renamed, version: projection.version + 1 };
    await deriveAll([next]);
    expect(await ledger.tables(next)).toEqual(await foldedFromZero(ledger, next));
    expect(await leftOver()).toEqual([]);
  });
});

describe('skipping', () => {
  it('is refused for what has not failed, for what there is not, and without a reason', async () => {
    await ledger.record(POISONED);
    await deriveAll([sums]);
    const parked = parkedEvents([sums]);
    const reason = 'a test';
    await expect(parked.skip('sums', '4', { reason })).rejects.toThrow(EventNotParked);
    await expect(parked.skip('sums', '1', { reason })).rejects.toThrow(NotFound);
    await expect(parked.skip('sum', '2', { reason })).rejects.toThrow(NotFound);
    for (const bad of ['', ' \n', 'x'.repeat(1_001)]) {
      await expect(parked.skip('sums', '2', { reason: bad })).rejects.toThrow(ValidationFailed);
    }
    await parked.skip('sums', '2', { reason });
    await expect(parked.skip('sums', '2', { reason })).rejects.toThrow(EventNotParked);
  });

  it('waits for the end of a rebuild of the same projection', async () => {
    await ledger.record(POISONED);
    await deriveAll([sums, tallies]);
    const { rebuilds, jobs } = await rebuilding([sums, tallies]);
    const { job } = await rebuilds.request(jobs, { projections: ['sums'] });
    // As a rebuild leaves it that was cut off after its beginning.
    await ledger.sql(`insert into work.rebuild (id, way, bound) values ('${job.id}', 'log', 0);
      create schema rebuild; create table rebuild.projection_checkpoint as
      select * from read.projection_checkpoint where name = 'sums'`);
    const parked = parkedEvents([sums, tallies]);
    await expect(parked.skip('sums', '2', { reason: 'a test' })).rejects.toThrow(RebuildUnderWay);
    await parked.skip('tallies', '2', { reason: 'a test' });
  });

  it('works in a database in which an earlier program could only park', async () => {
    await ledger.record(POISONED);
    await deriveAll([sums]);
    await ledger.sql(`alter table read.parked_event drop column skip_reason, drop column skipped_at,
      drop column skipped_by, drop constraint parked_event_status_check,
      add check (status in ('parked', 'held'));
      create schema retired; create table retired.parked_event (like read.parked_event including all)`);
    await deriveAll([sums]);
    const parked = parkedEvents([sums]);
    await parked.skip('sums', '2', { reason: 'a test' });
    await rebuild(await rebuilding([sums]));
    expect((await leftOver()).map(({ status }) => status)).toEqual(['skipped', 'parked', 'held']);
  });
});

describe('whatever is parked, tried again and skipped', () => {
  it.each([
    ['divided by streams', sums],
    ['not divided', tallies],
  ])('leaves the tables of a projection %s as the log says', async (_, projection) => {
    const { name } = projection;
    const brokenBy = (bad: ReadonlySet<number>): Projection =>
      withEvolve(repaired(projection), (evolve) => (row, event, ...rest) => {
        if (bad.has((event.data as Counted).amount)) throw new Error('bad');
        return evolve(row, event, ...rest);
      });
    const step = fc.record({
      events: fc.array(
        fc.record({ customer: fc.nat(3), amount: fc.nat(30), also: fc.option(fc.nat(3), { nil: undefined }) }),
        { maxLength: 8 },
      ),
      bad: fc.uniqueArray(fc.nat(30), { maxLength: 10 }),
      skip: fc.boolean(),
    });
    const [seed] = fc.sample(fc.nat(), 1);
    const steps = fc.sample(step, { numRuns: 12, seed: seed! });
    const skipped: bigint[] = [];
    let isFirst = true;
    for (const { events, bad, skip } of steps) {
      const broken = brokenBy(new Set(bad));
      if (events.length > 0) {
        await ledger.record(
          events.map(({ customer, amount, also }) => ({
            customer,
            amount,
            ...(also === undefined ? {} : { alsoFor: also }),
          })),
        );
      }
      if (isFirst) await deriveAll([broken]);
      else await ledger.engine([broken]).catchUp();
      isFirst = false;
      const parked = parkedEvents([broken]);
      await parked.retry({});
      const { events: failed } = await parked.list({ status: 'parked', limit: 1 });
      if (skip && failed[0]) {
        skipped.push(BigInt(failed[0].position));
        await parked.skip(name, failed[0].position, { reason: 'a test' });
      }
    }
    const whole = brokenBy(new Set());
    await ledger.engine([whole]).catchUp();
    await parkedEvents([whole]).retry({});
    expect([seed, await ledger.tables(whole)]).toEqual([seed, await foldedFromZero(ledger, whole, skipped)]);
    expect((await leftOver()).map(({ position }) => BigInt(position))).toEqual(
      skipped.sort((a, b) => (a < b ? -1 : 1)),
    );
  });
});
