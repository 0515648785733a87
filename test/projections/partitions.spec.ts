import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { type EngineLogLine, type ProjectionEngine, foldRows } from '#projections';
import { eventually } from '../support/eventually.js';
import { Ledger, type SumRow, counts, days, sums } from './ledger.js';

const TTL_MS = 1_000;

describe('projections derived by several processes', () => {
  let ledger: Ledger;
  beforeEach(async () => {
    ledger = await Ledger.open();
    await ledger.engine([sums, days]).migrate();
  });
  afterEach(() => ledger.close());

  const engine = (log: EngineLogLine[] = []): ProjectionEngine =>
    ledger.engine([sums, days], { batchSize: 50, leaseTtlMs: TTL_MS, log: (line) => log.push(line) });

  const owners = () =>
    ledger.sql<{ owner: string; leases: number }>(
      'select owner, count(*)::integer as leases from work.lease where owner is not null group by owner',
    );

  async function expectExactly(): Promise<void> {
    const events = await ledger.events();
    for (const projection of [sums, days]) {
      expect(await ledger.tables(projection)).toEqual(foldRows(projection, events));
    }
  }

  const untilSharedBy = (count: number) =>
    eventually(`the leases are shared by ${count}`, async () => {
      const leases = (await owners()).map((owner) => owner.leases);
      return leases.length === count && leases.every((each) => each >= Math.floor(9 / count));
    });

  it('are shared evenly, move when processes come and go under load, and lose and double nothing', async () => {
    const engines = [engine(), engine(), engine()];
    const recording = (async () => {
      for (let round = 0; round < 60; round += 1) {
        await ledger.record(counts(50, 40));
        await delay(20);
      }
    })();
    await engines[0]!.start();
    await untilSharedBy(1);
    await engines[1]!.start();
    await untilSharedBy(2);
    await engines[2]!.start();
    await untilSharedBy(3);
    await engines[0]!.stop();
    await untilSharedBy(2);
    await recording;
    await engines[1]!.catchUp();
    await expectExactly();
    expect(await engines[1]!.status()).toMatchObject([
      { name: 'sums', checkpoint: 3_000n, lag: 0n },
      { name: 'days', checkpoint: 3_000n, lag: 0n },
    ]);
  });

  it('show an append to whoever waits, whichever process derives its partition', async () => {
    const engines = [engine(), engine()];
    for (const one of engines) await one.start();
    await untilSharedBy(2);
    const reader = ledger.engine([sums, days]);
    for (let customer = 0; customer < 12; customer += 1) {
      const position = await ledger.record([{ customer, amount: 1 }]);
      for (const one of [...engines, reader]) await one.waitFor(position, { timeoutMs: 10_000 });
      expect((await ledger.tables(sums)).get('stream_sum')!.size).toBe(customer + 1);
    }
  });

  it('are taken over from a process whose database sessions have ended, and it comes back', async () => {
    const engines = [engine(), engine()];
    for (const one of engines) await one.start();
    await untilSharedBy(2);
    for (let round = 0; round < 5; round += 1) {
      const recorded = ledger.record(counts(200, 40));
      await ledger.sql(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name in ('rapport-projections', 'rapport-coordination')`);
      await recorded;
    }
    await engines[0]!.catchUp();
    await untilSharedBy(2);
    await ledger.record(counts(100, 40));
    await engines[1]!.catchUp();
    await expectExactly();
  });

  it('cannot be written by a process whose lease another one has by now, though it does not know', async () => {
    const log: EngineLogLine[] = [];
    // So long a life that it does not ask for its leases again while the test runs.
    const paused = ledger.engine([sums, days], { leaseTtlMs: 100_000, log: (line) => log.push(line) });
    await paused.start();
    await paused.waitFor(await ledger.record(counts(100, 40)), { timeoutMs: 10_000 });
    await ledger.sql(`update work.lease set owner = gen_random_uuid(), epoch = epoch + 1, backend_pid = pid,
      backend_start = alive.backend_start, expires_at = now() + interval '1 hour'
      from pg_stat_activity as alive where alive.backend_type = 'checkpointer'`);
    const before = await ledger.tables(sums);
    await ledger.record(counts(100, 40));
    await eventually('it was refused', () =>
      log.some(({ error }) => error instanceof Error && error.name === 'Fenced'),
    );
    await delay(500);
    expect(await ledger.tables(sums)).toEqual(before);
    expect(await ledger.sql('select distinct position from read.projection_checkpoint')).toEqual([{ position: '100' }]);
    await ledger.sql('update work.lease set owner = null');
    await ledger.engine([sums, days]).catchUp();
    await expectExactly();
  });

  it('are brought up to date by a process without a share, as far as nobody else does it', async () => {
    const running = engine();
    await running.start();
    await untilSharedBy(1);
    await ledger.sql(`update work.lease set owner = gen_random_uuid(), epoch = epoch + 1, expires_at = now() - interval '1 s'
      where name in ('projections/2', 'projections/log')`);
    await ledger.record(counts(500, 40));
    await ledger.engine([sums, days]).catchUp();
    await expectExactly();
  });

  it('hold back what comes after a poison event in its own stream only', async () => {
    await ledger.record([{ customer: 1, amount: 1 }, { customer: 1, amount: 1, note: 'poison' }, ...counts(200, 40)]);
    const engines = [engine(), engine()];
    for (const one of engines) await one.start();
    await engines[0]!.catchUp();
    await untilSharedBy(2);
    await ledger.record(counts(200, 40));
    await engines[0]!.catchUp();
    expect(await engines[0]!.status()).toMatchObject([{ parked: 1, held: 10 }, { parked: 0 }]);
    const rows = [...(await ledger.tables(sums)).get('stream_sum')!.values()] as SumRow[];
    expect(rows.reduce((sum, { events }) => sum + events, 0)).toBe(402 - 11);
  });

  it('go on from checkpoints that were made before there were partitions', async () => {
    const first = engine();
    await ledger.record(counts(100, 40));
    await first.catchUp();
    await first.stop();
    await ledger.sql(`
      delete from read.projection_checkpoint where partition > 0;
      alter table read.projection_checkpoint drop column partition cascade, drop column epoch, add primary key (name);
      alter table read.projection_checkpoint rename constraint projection_checkpoint_pkey to old;
      alter table read.projection_checkpoint rename constraint old to projection_checkpoint_pkey;`);
    const next = engine();
    await next.migrate();
    expect(await next.status()).toMatchObject([{ checkpoint: 100n }, { checkpoint: 100n }]);
    await ledger.record(counts(100, 40));
    await next.catchUp();
    await expectExactly();
  });
});
