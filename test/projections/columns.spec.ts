import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Projection, customerOfStream } from '#kernel';
import type { Row } from '#projections';
import { entityOf } from '#projections/read-models';
import { Ledger, customerIdFor } from './ledger.js';

const text = fc.string({ unit: 'binary', maxLength: 10 }).filter((value) => !value.includes('\0'));
const instant = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const json = fc
  .jsonValue({ stringUnit: 'binary' })
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown)
  .filter((value) => value !== null && !JSON.stringify(value).includes('\\u0000'));

const values = {
  a_uuid: fc.uuid().map((id) => id.toLowerCase()),
  a_text: fc.oneof(text, fc.constantFrom('', 'NULL', 'null', '\\N')),
  an_integer: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  a_bigint: fc.maxSafeInteger(),
  a_boolean: fc.boolean(),
  an_instant: instant,
  a_date: instant.map((value) => value.slice(0, 10)),
  some_json: json,
  some_texts: fc.array(fc.oneof(text, fc.constantFrom('', 'NULL', '"', '\\', '{}', ',', ' a b '))),
};
const anyRow = fc.record(
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, fc.option(value as fc.Arbitrary<unknown>, { freq: 8 })]),
  ),
);

/** The rows that each event makes, and what the fold was given before. */
let made: Row[] = [];
let given: (Row | undefined)[] = [];

const everything: Projection = {
  name: 'everything',
  version: 1,
  tables: [
    {
      name: 'everything',
      key: 'order',
      columns: {
        order: 'text',
        a_uuid: 'uuid',
        a_text: 'text',
        an_integer: 'integer',
        a_bigint: 'bigint',
        a_boolean: 'boolean',
        an_instant: 'timestamptz',
        a_date: 'date',
        some_json: 'jsonb',
        some_texts: 'text[]',
      },
      keysOf: ({ stream }) => [customerOfStream(stream)!],
      evolve: (row, { data }, order) => {
        given.push(row);
        return { order, ...made[(data as { amount: number }).amount] };
      },
    },
  ],
};

describe('every type of column', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await Ledger.open();
    await ledger.engine([everything]).migrate();
  });
  afterAll(() => ledger.close());

  it('gives a fold, and a reader, exactly what the fold before returned', async () => {
    let customer = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { minLength: 2, maxLength: 4 }), async (rows) => {
        customer += 1;
        made = rows;
        given = [];
        await ledger.record(rows.map((_, amount) => ({ customer, amount })));
        await ledger.engine([everything], { batchSize: 1 }).catchUp();

        const order = customerIdFor(customer);
        const expected = rows.map((row) => ({ order, ...row }));
        expect(given).toEqual([undefined, ...expected.slice(0, -1)]);
        expect((await ledger.tables(everything)).get('everything')!.get(order)).toEqual(expected.at(-1));
      }),
      { numRuns: 25 },
    );
  });

  it('is one entity for one table', () => {
    expect(entityOf(everything.tables[0]!)).toBe(entityOf(everything.tables[0]!));
    expect(entityOf(everything.tables[0]!)).not.toBe(entityOf({ ...everything.tables[0]! }));
  });
});
