import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { NotFound, Unavailable } from '#kernel';
import { type EngineLogLine, foldRows } from '#projections';
import { eventually } from '../support/eventually.js';
import { Ledger, counts, days, tallies } from './ledger.js';

let ledger: Ledger;
beforeEach(async () => {
  ledger = await Ledger.open();
});
afterEach(() => ledger.close());

async function expectExactly(...projections: (typeof tallies)[]): Promise<void> {
  const events = await ledger.events();
  for (const projection of projections) {
    expect(await ledger.tables(projection)).toEqual(foldRows(projection, events));
  }
}

describe('a running engine', () => {
  it('shows an append to whoever waits for its position', async () => {
    const engine = ledger.engine([tallies, days]);
    await engine.migrate();
    await engine.start();
    for (let round = 0; round < 20; round += 1) {
      const position = await ledger.record(counts(3));
      await engine.waitFor(position, { timeoutMs: 5_000 });
      expect((await ledger.tables(days)).get('day_total')!.size).toBeGreaterThan(round);
    }
    await expectExactly(tallies, days);
  });

  it('wakes a reader in another process, who has no lease', async () => {
    const runner = ledger.engine([tallies]);
    const reader = ledger.engine([tallies]);
    await runner.migrate();
    await runner.start();
    const waiting = reader.waitFor(3n, { projection: 'tallies', timeoutMs: 5_000 });
    await ledger.record(counts(3));
    await waiting;
    await expectExactly(tallies);
  });

  it('says so when a position is not reached in time', async () => {
    const engine = ledger.engine([tallies]);
    await engine.migrate();
    await engine.start();
    await expect(engine.waitFor(1n, { timeoutMs: 30 })).rejects.toThrow(Unavailable);
    await expect(engine.waitFor(1n, { projection: 'other', timeoutMs: 30 })).rejects.toThrow(NotFound);
  });

  it('lets one process at a time derive, and the next take over', async () => {
    const engines = [1, 2, 3].map(() => ledger.engine([tallies, days], { batchSize: 5 }));
    await Promise.all(engines.map((engine) => engine.migrate()));
    await Promise.all(engines.map((engine) => engine.start()));
    for (const engine of engines) {
      await ledger.record(counts(100));
      await engine.catchUp();
      await ledger.record(counts(50));
      await engine.stop();
    }
    await ledger.engine([tallies, days]).catchUp();
    await expectExactly(tallies, days);
  });

  it('goes on when its connection is cut, and counts nothing twice', async () => {
    const log: EngineLogLine[] = [];
    const engine = ledger.engine([tallies, days], { batchSize: 10, log: (line) => log.push(line) });
    await engine.migrate();
    await engine.start();
    for (let round = 0; round < 5; round += 1) {
      const recorded = ledger.record(counts(400));
      await delay(15);
      await ledger.cutRunner();
      await recorded;
    }
    await engine.catchUp();
    expect(log.filter(({ level }) => level === 'error').length).toBeGreaterThan(0);
    expect(await engine.status()).toMatchObject([
      { checkpoint: 2000n, parked: 0 },
      { checkpoint: 2000n, parked: 0 },
    ]);
    await expectExactly(tallies, days);
  });

  it('counts once what a commit had failed to keep', async () => {
    const engine = ledger.engine([tallies, days], { batchSize: 20 });
    await engine.migrate();
    await ledger.sql(`
      create sequence read.failures;
      create function read.fail_three_times() returns trigger language plpgsql as $$ begin
        if nextval('read.failures') <= 3 then raise exception 'not now' using errcode = '40001'; end if;
        return null;
      end $$;
      create constraint trigger fail after insert or update on read.day_total
        deferrable initially deferred for each row execute function read.fail_three_times();`);
    await ledger.record(counts(100));
    await engine.catchUp();
    expect(await engine.status()).toMatchObject([
      { checkpoint: 100n, parked: 0 },
      { checkpoint: 100n, parked: 0 },
    ]);
    await expectExactly(tallies, days);
  });

  it('notices when somebody else has moved a checkpoint, and begins again from there', async () => {
    const log: EngineLogLine[] = [];
    const engine = ledger.engine([days], { log: (line) => log.push(line) });
    await engine.migrate();
    await engine.start();
    await engine.waitFor(await ledger.record(counts(10)), { timeoutMs: 5_000 });
    await ledger.sql(`truncate read.day_total; update read.projection_checkpoint set position = 0`);
    await engine.waitFor(await ledger.record(counts(10)), { timeoutMs: 5_000 });
    expect(log.map(({ error }) => error)).toContainEqual(expect.objectContaining({ name: 'Fenced' }));
    await expectExactly(days);
  });

  it('tells of each batch', async () => {
    const batches: { projection: string; events: number }[] = [];
    const engine = ledger.engine([tallies, days], {
      batchSize: 30,
      onBatch: ({ projection, events, seconds }) => {
        expect(seconds).toBeGreaterThan(0);
        batches.push({ projection, events });
      },
    });
    await engine.migrate();
    await ledger.record(counts(60));
    await engine.catchUp();
    expect(batches).toEqual([
      { projection: 'tallies', events: 30 },
      { projection: 'days', events: 30 },
      { projection: 'tallies', events: 30 },
      { projection: 'days', events: 30 },
    ]);
  });

  it('refuses to go on from a checkpoint that the log has not', async () => {
    const engine = ledger.engine([days]);
    await engine.migrate();
    await ledger.record(counts(3));
    await ledger.sql('update read.projection_checkpoint set position = 4');
    const log: EngineLogLine[] = [];
    const other = ledger.engine([days], { log: (line) => log.push(line) });
    await other.start();
    await eventually('it was refused', () => log.length > 0);
    expect(String(log[0]!.error)).toContain('it was made of another log');
  });
});
