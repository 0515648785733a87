import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foldRows } from '#projections';
import { type Count, Ledger, counts, days, tallies } from './ledger.js';

let ledger: Ledger;
beforeEach(async () => {
  ledger = await Ledger.open();
});
afterEach(() => ledger.close());

describe('what the projections hold', () => {
  it('is one fold of the whole log, far past the size of a batch', async () => {
    await ledger.record(counts(500));
    const engine = ledger.engine([tallies, days], { batchSize: 7 });
    await engine.migrate();

    expect(await engine.catchUp()).toBe(500n);

    const events = await ledger.events();
    expect(await ledger.tables(tallies)).toEqual(foldRows(tallies, events));
    expect(await ledger.tables(days)).toEqual(foldRows(days, events));
    expect(await engine.status()).toEqual([
      { name: 'tallies', version: 1, checkpoint: 500n, lag: 0n, parked: 0, held: 0, skipped: 0 },
      { name: 'days', version: 1, checkpoint: 500n, lag: 0n, parked: 0, held: 0, skipped: 0 },
    ]);
  });

  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }).filter((note) => !note.includes('\0'));
  const count: fc.Arbitrary<Count> = fc.record(
    {
      customer: fc.integer({ min: 0, max: 4 }),
      amount: fc.integer({ min: 0, max: 2 ** 40 }),
      note: fc.oneof(text, fc.constantFrom('null', 'NULL', '"', '\\', '{}', ',', "'", ' ')),
      alsoFor: fc.integer({ min: 0, max: 4 }),
    },
    { requiredKeys: ['customer', 'amount'] },
  );

  it('is the same however the log was cut into batches and runs', async () => {
    await ledger.engine([tallies, days]).migrate();
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            counts: fc.array(count, { minLength: 1, maxLength: 12 }),
            batchSize: fc.integer({ min: 1, max: 9 }),
          }),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        async (runs) => {
          for (const run of runs) {
            await ledger.record(run.counts);
            await ledger.engine([tallies, days], { batchSize: run.batchSize }).catchUp();
          }
          const events = await ledger.events();
          expect(await ledger.tables(tallies)).toEqual(foldRows(tallies, events));
          expect(await ledger.tables(days)).toEqual(foldRows(days, events));
        },
      ),
      { numRuns: 15 },
    );
  });
});
