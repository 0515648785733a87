import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import type { Projection } from '#kernel';
import { entityOf, foldRows } from '#projections';
import { type Count, Ledger, days, tallies } from './ledger.js';

let ledger: Ledger;
beforeEach(async () => {
  ledger = await Ledger.open();
});
afterEach(async () => {
  await ledger.close();
});

/** All rows of a projection as readers see them, by table and key. */
async function tablesOf(projection: Projection): Promise<Map<string, Map<string, object>>> {
  const { tables } = projection;
  const source = new DataSource({
    type: 'postgres',
    url: ledger.database.url,
    entities: tables.map((t) => entityOf(t)),
  });
  await source.initialize();
  try {
    const found = new Map<string, Map<string, object>>();
    for (const table of tables) {
      const rows = await source.getRepository(entityOf(table)).find();
      found.set(table.name, new Map(rows.map((row) => [row[table.key] as string, { ...row }])));
    }
    return found;
  } finally {
    await source.destroy();
  }
}

function counts(length: number, customers = 10): Count[] {
  return Array.from({ length }, (_, index) => ({
    customer: (index * 7) % customers,
    amount: index,
    note: `n"${index}\\`,
  }));
}

describe('a projection engine', () => {
  it('derives the same rows that one fold of the whole log makes', async () => {
    await ledger.record(counts(500));
    const engine = ledger.engine([tallies, days], { batchSize: 64 });
    await engine.migrate();
    const head = await engine.catchUp();

    const events = await ledger.events();
    expect(head).toBe(500n);
    expect(await tablesOf(tallies)).toEqual(foldRows(tallies, events));
    expect(await tablesOf(days)).toEqual(foldRows(days, events));
    expect(await engine.status()).toEqual([
      { name: 'tallies', version: 1, checkpoint: 500n, lag: 0n, parked: 0, held: 0 },
      { name: 'days', version: 1, checkpoint: 500n, lag: 0n, parked: 0, held: 0 },
    ]);
  });
});
