import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Projection } from '#kernel';
import { foldRows } from '#projections';
import { Ledger, counts, days, tallies } from './ledger.js';

let ledger: Ledger;
beforeEach(async () => {
  ledger = await Ledger.open();
});
afterEach(() => ledger.close());

const [dayTotal] = days.tables;

describe('a changed projection', () => {
  beforeEach(async () => {
    await ledger.record(counts(100));
    const engine = ledger.engine([days, tallies]);
    await engine.migrate();
    await engine.catchUp();
    await engine.stop();
  });

  async function expectDerivedAgain(changed: Projection): Promise<void> {
    const engine = ledger.engine([changed, tallies], { batchSize: 9 });
    await engine.migrate();
    expect(await engine.status()).toMatchObject([
      { version: changed.version, checkpoint: 0n, lag: 100n },
      { checkpoint: 100n, lag: 0n },
    ]);
    await engine.catchUp();
    expect(await ledger.tables(changed)).toEqual(foldRows(changed, await ledger.events()));
    expect(await ledger.tables(tallies)).toEqual(foldRows(tallies, await ledger.events()));
  }

  it('of another version is derived again', async () => {
    await expectDerivedAgain({
      ...days,
      version: 2,
      tables: [{ ...dayTotal!, evolve: (_row, _event, day) => ({ day, total: -1, odd: null }) }],
    });
  });

  it('with other columns is derived again', async () => {
    await expectDerivedAgain({
      ...days,
      tables: [
        {
          ...dayTotal!,
          columns: { day: 'text', events: 'integer' },
          evolve: (row, _event, day) => ({ day, events: ((row?.events as number | undefined) ?? 0) + 1 }),
        },
      ],
    });
  });

  it('with its rows in a table of another name is derived again, and the old table is gone', async () => {
    await expectDerivedAgain({ ...days, tables: [{ ...dayTotal!, name: 'Day "total" of all' }] });
    expect(await ledger.sql(`select to_regclass('read.day_total') as found`)).toEqual([{ found: null }]);
  });

  it('with other indexes alone keeps its rows', async () => {
    const indexed = { ...days, tables: [{ ...dayTotal!, indexes: ['(total)', '(lower(day) text_pattern_ops)'] }] };
    const engine = ledger.engine([indexed]);
    await engine.migrate();
    expect(await engine.status()).toMatchObject([{ checkpoint: 100n }]);
    const indexes = `select indexdef from pg_indexes where schemaname = 'read' and tablename = 'day_total'`;
    expect(await ledger.sql(indexes)).toHaveLength(3);
    await ledger.engine([days]).migrate();
    expect(await ledger.sql(indexes)).toHaveLength(1);
  });

  it('catches up while the others follow the log, and then goes along with them', async () => {
    await ledger.record(counts(2_000));
    const added = { ...days, version: 2 };
    const engine = ledger.engine([added, tallies], { batchSize: 20 });
    await engine.migrate();
    await engine.start();
    for (let round = 0; round < 10; round += 1) await ledger.record(counts(20));
    const position = await ledger.record(counts(1));
    await engine.waitFor(position, { timeoutMs: 20_000 });
    await engine.waitFor(await ledger.record(counts(1)), { timeoutMs: 5_000 });
    const events = await ledger.events();
    expect(await ledger.tables(added)).toEqual(foldRows(added, events));
    expect(await ledger.tables(tallies)).toEqual(foldRows(tallies, events));
  });

  it('is left to the newer program by an older one that still runs', async () => {
    const older = ledger.engine([days, tallies], { log: () => undefined });
    await older.start();
    await ledger.engine([{ ...days, version: 2 }]).migrate();
    await ledger.record(counts(10));
    await older.waitFor(110n, { projection: 'tallies', timeoutMs: 5_000 });
    expect(await ledger.tables(days)).toEqual(new Map([['day_total', new Map()]]));
  });
});

describe('an engine', () => {
  it('refuses two tables of one name, and a table named as its own', () => {
    expect(() => ledger.engine([days, { ...days, name: 'again' }])).toThrow('two tables');
    expect(() => ledger.engine([{ ...days, tables: [{ ...dayTotal!, name: 'parked_event' }] }])).toThrow(
      'parked_event',
    );
  });
});
