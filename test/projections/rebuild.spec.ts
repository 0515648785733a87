import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Projection, projectedTable } from '#kernel';
import { type DoTask, NothingToRevert, type ProjectionEngine, RebuildUnderWay, doTask, foldRows } from '#projections';
import { eventually } from '../support/eventually.js';
import { Ledger, counts, customerIdFor, days, digits, sums, tallies } from './ledger.js';
import { Rebuilding } from './rebuilding.js';

const PROJECTIONS = [tallies, days, sums, digits];

let ledger: Ledger;
let engine: ProjectionEngine;
let rebuilding: Rebuilding;

beforeEach(async () => {
  ledger = await Ledger.open();
  engine = ledger.engine(PROJECTIONS);
  await engine.migrate();
});
afterEach(async () => {
  await rebuilding.close();
  await ledger.close();
});

async function open(task?: DoTask): Promise<void> {
  rebuilding = await Rebuilding.open(ledger, engine, PROJECTIONS, task);
}

async function expectFolded(projections: readonly Projection[] = PROJECTIONS): Promise<void> {
  const events = await ledger.events();
  for (const projection of projections) {
    expect(await ledger.tables(projection)).toEqual(foldRows(projection, events, () => undefined));
  }
}

const schemas = async (): Promise<string[]> =>
  (
    await ledger.sql<{ name: string }>(
      `select nspname as name from pg_namespace where nspname in ('rebuild', 'retired', 'rebuild_aside') order by 1`,
    )
  ).map(({ name }) => name);

describe('a rebuild', () => {
  it('comes to what the live tables are, as digests and a comparison say, and takes their place', async () => {
    await open();
    await ledger.record(counts(500, 40));
    await engine.catchUp();
    const before = await engine.digests();
    const result = await rebuilding.rebuild({ verify: true });
    expect(result).toMatchObject({ events: 500, swapped: true, verifiedAt: '500', differences: [] });
    expect(result.projections).toEqual(
      before.projections.map(({ name, rows, digest }) => ({ name, rows, digest, differences: 0 })),
    );
    expect(await engine.digests()).toEqual(before);
    await expectFolded();
    expect(await schemas()).toEqual(['retired']);
    expect(await ledger.sql('select * from work.rebuild')).toEqual([]);
    await ledger.record(counts(100, 50));
    await engine.catchUp();
    await expectFolded();
  });

  it('brings up tables that nobody has derived yet', async () => {
    await open();
    await ledger.record(counts(300, 20));
    expect(await rebuilding.rebuild()).toMatchObject({ swapped: true, verifiedAt: null });
    expect((await engine.status()).map(({ checkpoint }) => checkpoint)).toEqual([300n, 300n, 300n, 300n]);
    await expectFolded();
  });

  it('of an empty log leaves empty tables', async () => {
    await open();
    expect(await rebuilding.rebuild({ verify: true })).toMatchObject({ events: 0, swapped: true, differences: [] });
    await expectFolded();
  });

  it('misses nothing that is recorded meanwhile, and nobody who derives or reads is stopped', async () => {
    await open();
    await ledger.record(counts(2_000, 100));
    await engine.start();
    let done = false;
    const recording = (async () => {
      while (!done) {
        await ledger.record(counts(20, 120));
        await delay(10);
      }
    })();
    const results = [];
    for (let round = 0; round < 3; round += 1) results.push(await rebuilding.rebuild({ verify: true }));
    done = true;
    await recording;
    await engine.catchUp();
    expect(results.map(({ swapped, differences }) => ({ swapped, differences }))).toEqual(
      results.map(() => ({ swapped: true, differences: [] })),
    );
    await expectFolded();
  });

  it('tells of every row that is not as the log says, with field, values and event, and leaves the live tables', async () => {
    await open();
    await ledger.record(counts(60, 6));
    await engine.catchUp();
    const [changed, lost, stale] = [1, 2, 3].map((customer) => `customer-${customerIdFor(customer)}`);
    const sumsBefore = (await ledger.tables(sums)).get('stream_sum')!;
    await ledger.sql(`
      update read.stream_sum set total = -1 where stream = '${changed}';
      delete from read.stream_sum where stream = '${lost}';
      insert into read.stream_sum values ('made up', 7, 1);
      update read.stream_sum set events = events - 2 where stream = '${stale}'`);
    const result = await rebuilding.rebuild({ projections: ['sums'], verify: true });
    expect(result.swapped).toBe(false);
    expect(result.projections).toMatchObject([{ name: 'sums', rows: 6, differences: 4 }]);
    const events = (await ledger.events()).filter(({ stream }) => stream === changed);
    const stales = (await ledger.events()).filter(({ stream }) => stream === stale);
    const losts = (await ledger.events()).filter(({ stream }) => stream === lost);
    const byKey = new Map(result.differences.map((difference) => [difference.key, difference]));
    expect(byKey.get(changed!)).toMatchObject({
      ...{ projection: 'sums', table: 'stream_sum', kind: 'different', field: 'total', live: -1 },
      rebuilt: (sumsBefore.get(changed!) as { total: number }).total,
      event: { id: events.at(-1)!.id, type: 'Counted', position: String(events.at(-1)!.position), stream: changed },
    });
    expect(byKey.get(stale!)).toMatchObject({ field: 'events', event: { id: stales.at(-2)!.id } });
    expect(byKey.get(lost!)).toMatchObject({ kind: 'missing', live: null, event: { id: losts[0]!.id } });
    expect(byKey.get('made up')).toMatchObject({ kind: 'extra', rebuilt: null, event: null });
    expect((await ledger.tables(sums)).get('stream_sum')!.has('made up')).toBe(true);
    expect(await schemas()).toEqual([]);

    const allowed = await rebuilding.rebuild({ projections: ['sums'], verify: true, allowDifferences: true });
    expect(allowed).toMatchObject({ swapped: true, projections: [{ differences: 4 }] });
    await expectFolded();
  });

  it('parks what the live projections have parked, and holds what they hold', async () => {
    await open();
    await ledger.record(counts(50, 5));
    await ledger.record([{ customer: 3, amount: 1, note: 'poison' }]);
    await ledger.record(counts(50, 5));
    await engine.catchUp();
    const parked = () =>
      ledger.sql(`select projection, position, status, keys from read.parked_event order by projection, position`);
    const before = await parked();
    expect(before.length).toBeGreaterThan(10);
    expect(await rebuilding.rebuild({ verify: true })).toMatchObject({ swapped: true, differences: [] });
    expect(await parked()).toEqual(before);
  });

  it('derives in the order of the log what not every range has left to be combined', async () => {
    await open(async (task, signal) => {
      const sources = { store: ledger.store, codec: ledger.codec, connectionString: ledger.database.url };
      await doTask({ ...sources, projections: PROJECTIONS }, task, signal);
      // As if a program had done it that does not combine.
      if (task.kind === 'load') await ledger.sql('delete from work.rebuild_partial');
    });
    await ledger.record(counts(100, 10));
    await engine.catchUp();
    expect(await rebuilding.rebuild({ verify: true })).toMatchObject({ swapped: true, differences: [] });
    await expectFolded();
  });

  it('parks what the live projection has parked where rows can be folded, but not combined', async () => {
    const small: Projection = {
      ...digits,
      name: 'small',
      tables: digits.tables.map((table) => ({
        ...table,
        name: 'small_digit',
        columns: { ...table.columns, total: 'integer' },
      })),
    };
    engine = ledger.engine([small]);
    await engine.migrate();
    rebuilding = await Rebuilding.open(ledger, engine, [small]);
    const amount = 1_500_000_000;
    await ledger.record([1, 2, 3].map((customer) => ({ customer, amount })));
    await engine.catchUp();
    expect(await engine.status()).toMatchObject([{ parked: 1, held: 1 }]);
    expect(await rebuilding.rebuild({ verify: true })).toMatchObject({ swapped: true, differences: [] });
    expect(rebuilding.log.join()).toContain('rows of small cannot be combined');
    expect(await engine.status()).toMatchObject([{ parked: 1, held: 1, checkpoint: 3n }]);
  });

  it('of rows that the database does not take goes on in the order of the log, and parks the events at fault', async () => {
    const notes: Projection = {
      name: 'notes',
      version: 1,
      scope: 'stream',
      tables: [
        projectedTable<{ note: string; stream: string }>({
          name: 'note',
          columns: { note: 'text', stream: 'text' },
          key: 'note',
          keysOf: ({ data, stream }) => [`${stream} ${(data as { note?: string }).note ?? ''}`],
          evolve: (_row, { stream }, note) => ({ note, stream }),
        }),
      ],
    };
    engine = ledger.engine([notes]);
    await engine.migrate();
    rebuilding = await Rebuilding.open(ledger, engine, [notes]);
    // Longer than an index entry may be, however it is compressed.
    const huge = Array.from({ length: 9_000 }, (_, at) => String.fromCharCode(0x4e00 + ((at * 7919) % 20_000))).join(
      '',
    );
    await ledger.record([...counts(20, 4), { customer: 1, amount: 1, note: huge }, ...counts(20, 4)]);
    await engine.catchUp();
    expect(await engine.status()).toMatchObject([{ parked: 1 }]);
    expect(await rebuilding.rebuild({ verify: true })).toMatchObject({ swapped: true, differences: [] });
    expect(rebuilding.log.join()).toContain('a row was refused');
    expect(await engine.status()).toMatchObject([{ parked: 1, checkpoint: 41n }]);
  });

  it('is joined by who asks for the same, and refused to who asks for another', async () => {
    await open();
    await ledger.record(counts(10));
    const id = await rebuilding.request({ verify: true });
    expect(await rebuilding.rebuilds.request(rebuilding.jobs, { verify: true })).toMatchObject({
      repeated: true,
      job: { id },
    });
    await expect(rebuilding.request({ projections: ['sums'] })).rejects.toThrow(RebuildUnderWay);
    await expect(rebuilding.request({ projections: ['other'] })).rejects.toThrow('other');
    await expect(rebuilding.request({ allowDifferences: true })).rejects.toThrow('verify');
    rebuilding.runner();
    expect(await rebuilding.ended(id)).toMatchObject({ status: 'done' });
  });

  it('that is cancelled leaves nothing behind', async () => {
    const begun: string[] = [];
    await open(async (task, signal) => {
      begun.push(task.kind);
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve());
      });
    });
    await ledger.record(counts(10));
    await engine.catchUp();
    rebuilding.runner();
    const id = await rebuilding.request();
    await eventually('it has begun', () => begun.length > 0);
    expect(await schemas()).toEqual(['rebuild']);
    await rebuilding.jobs.cancel(id);
    expect(await rebuilding.ended(id)).toMatchObject({ status: 'cancelled' });
    expect(await schemas()).toEqual([]);
    expect(await ledger.sql('select * from work.rebuild')).toEqual([]);
    await expectFolded();
  });

  it('goes on from where it was when its process or its connections are lost, to the same digest', async () => {
    let tasks = 0;
    await open(async (task, signal) => {
      tasks += 1;
      const sources = { store: ledger.store, codec: ledger.codec, connectionString: ledger.database.url };
      const done = doTask({ ...sources, projections: PROJECTIONS }, task, signal);
      // A job that has failed waits twice as long each time, so the cuts come to an end.
      if (tasks % 3 === 1 && tasks < 12) {
        await delay(5);
        await ledger.sql(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and application_name in ('rapport-rebuild', 'rapport-projections')`,
        );
      }
      await done;
    });
    await ledger.record(counts(3_000, 300));
    await engine.catchUp();
    const { projections } = await engine.digests();
    const id = await rebuilding.request({ verify: true });
    for (let round = 0; round < 3; round += 1) {
      const runner = rebuilding.runner();
      await delay(40);
      await rebuilding.stop(runner);
    }
    rebuilding.runner();
    const job = await rebuilding.ended(id);
    expect(job).toMatchObject({ status: 'done', result: { swapped: true, differences: [] } });
    expect((job.result as { projections: object[] }).projections).toMatchObject(
      projections.map(({ name, rows, digest }) => ({ name, rows, digest })),
    );
    await expectFolded();
  });

  it('shows readers the old tables or the new ones, never some of each', async () => {
    await open();
    await ledger.record(counts(200, 20));
    await engine.catchUp();
    await ledger.sql('update read.tally set total = -1; update read.day_total set total = -1');
    let done = false;
    const seen = new Set<string>();
    const reading = (async () => {
      while (!done) {
        const [row] = await ledger.sql<{ tallies: boolean; days: boolean }>(
          `select (select bool_and(total = -1) from read.tally) as tallies,
             (select bool_and(total = -1) from read.day_total) as days`,
        );
        seen.add(`${row!.tallies} ${row!.days}`);
      }
    })();
    await rebuilding.rebuild();
    await delay(50);
    done = true;
    await reading;
    expect([...seen]).toEqual(['true true', 'false false']);
    await expectFolded();
  });

  it('ends an automatic vacuum of a live table instead of waiting for it', async () => {
    await open();
    await ledger.record(counts(3_000, 3_000));
    await engine.catchUp();
    const vacuuming = (): Promise<object[]> =>
      ledger.sql(`select from pg_stat_progress_vacuum where relid = 'read.stream_sum'::regclass`);
    await ledger.sql(`alter system set autovacuum_naptime = '1s'`);
    await ledger.sql('select pg_reload_conf()');
    try {
      // Slow enough to be still at it by far when the rebuild is done.
      await ledger.sql(`alter table read.stream_sum set (autovacuum_vacuum_threshold = 1,
        autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1)`);
      await ledger.sql('update read.stream_sum set total = total');
      await eventually('it is vacuumed', async () => (await vacuuming()).length > 0);
      expect(await rebuilding.rebuild({ projections: ['sums'] })).toMatchObject({ swapped: true });
      expect(
        await ledger.sql(`select autovacuum_count::integer as vacuums from pg_stat_all_tables
          where relid = 'retired.stream_sum'::regclass`),
      ).toEqual([{ vacuums: 0 }]);
      await expectFolded([sums]);
    } finally {
      await ledger.sql('alter system reset autovacuum_naptime');
      await ledger.sql('select pg_reload_conf()');
    }
  });

  it('keeps the views and the rights that people have on the tables', async () => {
    await open();
    await ledger.record(counts(20));
    await engine.catchUp();
    const role = `reader_${process.pid}`;
    await ledger.sql(`create role ${role}; grant select on read.tally to ${role};
      create view public.totals as select sum(total) as total from read.tally`);
    try {
      await rebuilding.rebuild();
      await ledger.sql('update read.tally set total = 1');
      expect(await ledger.sql('select total::integer from public.totals')).toEqual([{ total: 10 }]);
      expect(await ledger.sql(`select has_table_privilege('${role}', 'read.tally', 'select') as may`)).toEqual([
        { may: true },
      ]);
    } finally {
      await ledger.sql(`drop owned by ${role}; drop role ${role}`);
    }
  });
});

describe('what a rebuild has replaced', () => {
  it('is kept, can be brought back up to date, and forth again, until it is discarded', async () => {
    await open();
    await ledger.record(counts(100, 10));
    await engine.catchUp();
    await ledger.sql(`update read.stream_sum set total = total + 1000 where stream like '%5'`);
    const [wrong] = await ledger.sql(`select total::integer from read.stream_sum where stream like '%5'`);
    await expect(rebuilding.rebuild({ revert: true })).rejects.toThrow('no tables from before a rebuild');
    await rebuilding.rebuild();
    await ledger.record([{ customer: 5, amount: 3 }]);
    await engine.catchUp();
    await expectFolded();

    expect(await rebuilding.rebuild({ revert: true })).toMatchObject({
      swapped: true,
      reverted: ['tallies', 'days', 'sums', 'digits'],
    });
    expect(await ledger.sql(`select total::integer from read.stream_sum where stream like '%5'`)).toEqual([
      { total: Number(wrong!['total']) + 3 },
    ]);
    await rebuilding.rebuild({ revert: true });
    await engine.catchUp();
    await expectFolded();
    await rebuilding.rebuilds.discardRetired();
    expect(await schemas()).toEqual([]);
    await expect(rebuilding.rebuild({ revert: true })).rejects.toThrow('no tables from before a rebuild');
    expect(new NothingToRevert('p', 'why').code).toBe('nothing-to-revert');
  });
});

describe('one customer', () => {
  it('has his rows mended in the live tables, and everybody else’s left alone', async () => {
    await open();
    await ledger.record(counts(60, 6));
    await ledger.record([{ customer: 2, amount: 1, note: 'poison' }]);
    await engine.start();
    await engine.catchUp();
    const stream = (customer: number): string => `customer-${customerIdFor(customer)}`;
    await ledger.sql(`update read.stream_sum set total = -1 where stream in ('${stream(1)}', '${stream(3)}')`);
    const mended = await rebuilding.rebuilds.customer(customerIdFor(1));
    expect(mended).toMatchObject({
      customerId: customerIdFor(1),
      projections: [{ name: 'sums', position: '61', rows: 1, differences: 1 }],
      differences: [{ key: stream(1), field: 'total', live: -1 }],
    });
    expect(await ledger.sql(`select stream from read.stream_sum where total = -1`)).toEqual([{ stream: stream(3) }]);
    expect((await rebuilding.rebuilds.customer(customerIdFor(3))).differences).toHaveLength(1);
    expect((await rebuilding.rebuilds.customer(customerIdFor(2))).differences).toEqual([]);
    expect(await engine.status()).toMatchObject([{}, {}, { name: 'sums', parked: 1 }, {}]);
    await ledger.record(counts(60, 6));
    await engine.catchUp();
    await expectFolded();
    await expect(rebuilding.rebuilds.customer(customerIdFor(99))).rejects.toThrow(customerIdFor(99));
    await expect(rebuilding.rebuilds.customer(customerIdFor(1), ['other'])).rejects.toThrow('other');
  });
});
