import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Projection, Unavailable, projectedTable } from '#kernel';
import { foldRows } from '#projections';
import { eventually } from '../support/eventually.js';
import { type Counted, Ledger, type SumRow, counts, sums, tallies } from './ledger.js';
import { Rebuilding } from './rebuilding.js';

/** Counts otherwise, into another table beside the one that it had. */
const newSums: Projection = {
  ...sums,
  version: 2,
  tables: [
    projectedTable<SumRow & { most: number }>({
      name: 'stream_sum',
      columns: { stream: 'text', total: 'bigint', events: 'integer', most: 'bigint' },
      key: 'stream',
      keysOf: ({ stream }) => [stream],
      evolve: (row, { stream, data }) => {
        const { amount } = data as Counted;
        const total = (row?.total ?? 0) + 2 * amount;
        return { stream, total, events: (row?.events ?? 0) + 1, most: Math.max(row?.most ?? 0, amount) };
      },
    }),
    projectedTable<{ stream: string }>({
      name: 'stream_known',
      columns: { stream: 'text' },
      key: 'stream',
      keysOf: ({ stream }) => [stream],
      evolve: (row, { stream }) => row ?? { stream },
    }),
  ],
};

let ledger: Ledger;
let rebuilding: Rebuilding;
beforeEach(async () => {
  ledger = await Ledger.open();
});
afterEach(async () => {
  await rebuilding.close();
  await ledger.close();
});

async function folded(projection: Projection): Promise<Map<string, Map<string, object>>> {
  return foldRows(projection, await ledger.events());
}

describe('a projection of a new version', () => {
  it('is built beside the old one, which is derived and read meanwhile, and switched when it is caught up', async () => {
    const old = ledger.engine([tallies, sums], { otherVersions: 'keep' });
    await old.migrate();
    await old.start();
    await ledger.record(counts(200, 20));
    await old.catchUp();

    const program = [tallies, newSums];
    const next = ledger.engine(program, { otherVersions: 'keep' });
    await next.migrate();
    await next.start();
    rebuilding = await Rebuilding.open(ledger, next, program);
    expect(next.otherVersions).toEqual([{ name: 'sums', version: 2, there: 1 }]);
    expect(() => next.requireServed('sums')).toThrow(Unavailable);
    expect(() => next.requireServed('tallies')).not.toThrow();
    expect(await ledger.tables(sums)).toEqual(await folded(sums));
    await ledger.record(counts(50, 25));
    await old.catchUp();
    expect(await ledger.tables(sums)).toEqual(await folded(sums));

    await expect(rebuilding.rebuild({ projections: ['sums'], verify: true })).rejects.toThrow('not of version 2');
    expect(await rebuilding.rebuild({ projections: ['sums'] })).toMatchObject({ swapped: true });
    await eventually('the new program reads it', () => next.otherVersions.length === 0);
    await ledger.record(counts(50, 30));
    await next.catchUp();
    expect(await ledger.tables(newSums)).toEqual(await folded(newSums));
    expect(await ledger.tables(tallies)).toEqual(await folded(tallies));
    await eventually('the old program leaves it', () => old.otherVersions.length === 1);
    expect(() => old.requireServed('sums')).toThrow('this program is the older one');
    // Only the program of that version could bring the old tables up to date.
    await expect(rebuilding.rebuild({ projections: ['sums'], revert: true })).rejects.toThrow('of version 1');
  });

  it('waits where no other program asks for it: its tables stay as they are', async () => {
    const old = ledger.engine([sums], { otherVersions: 'keep' });
    await old.migrate();
    await ledger.record(counts(20, 4));
    await old.catchUp();
    const next = ledger.engine([newSums], { otherVersions: 'keep' });
    await next.migrate();
    rebuilding = await Rebuilding.open(ledger, next, [newSums]);
    expect(await next.catchUp()).toBe(20n);
    expect(await ledger.tables(sums)).toEqual(await folded(sums));
    await rebuilding.rebuild();
    await next.lookAtVersions();
    await next.catchUp();
    expect(await ledger.tables(newSums)).toEqual(await folded(newSums));
  });
});
