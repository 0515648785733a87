import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { customerOfStream, eventIdOf, projectedTable, type Projection, type Reference } from '#kernel';
import { foldRows } from '#projections';
import { type Counted, customerIdFor, Ledger } from './ledger.js';

/** Amounts published in a stream of their own are factors. */
const factors: Reference<number> = {
  name: 'factors',
  stream: 'factors',
  initialState: () => 1,
  evolve: (_, { data }) => (data as Counted).amount,
};

interface WeightedRow {
  customer_id: string;
  total: number;
}

const weighted: Projection = {
  name: 'weighted',
  version: 1,
  reference: factors,
  tables: [
    projectedTable<WeightedRow>({
      name: 'weighted',
      columns: { customer_id: 'uuid', total: 'bigint' },
      key: 'customer_id',
      keysOf: ({ stream }) => [customerOfStream(stream) ?? []].flat(),
      evolve: (row, { data }, key, factor) => ({
        customer_id: key,
        total: (row?.total ?? 0) + (data as Counted).amount * (factor as number),
      }),
    }),
  ],
};

describe('a projection that goes by published rules', () => {
  let ledger: Ledger;
  beforeEach(async () => (ledger = await Ledger.open()));
  afterEach(() => ledger.close());

  const publish = async (amount: number): Promise<void> => {
    const occurredAt = '2026-01-01T00:00:00.000Z';
    const metadata = { source: 'urn:rules', sourceId: String(amount), occurredAt, schemaVersion: 1 };
    const event = { id: eventIdOf('urn:rules', String(amount)), type: 'Counted', data: { amount }, metadata };
    const events = [ledger.codec.encode(event, new Date())];
    await ledger.store.append({ stream: factors.stream, expectedRevision: 'any', events });
  };
  const count = () => ledger.record([1, 2, 3].map((customer) => ({ customer, amount: 1 })));
  const totals = async () => {
    const rows = (await ledger.tables(weighted)).get('weighted')!;
    return [1, 2, 3].map((customer) => (rows.get(customerIdFor(customer)) as WeightedRow).total);
  };

  it('deals with each event by what was published before it: live, caught up, begun anew, and folded from zero', async () => {
    const live = ledger.engine([weighted]);
    await live.migrate();
    await live.start();
    await count();
    await publish(10);
    await count();
    await live.catchUp();
    expect(await totals()).toEqual([11, 11, 11]);
    await publish(100);
    await count();
    await live.catchUp();
    expect(await totals()).toEqual([111, 111, 111]);
    await live.stop();

    // Begins in the middle, with what was published before and what is published behind it.
    await count();
    await publish(1_000);
    await count();
    const later = ledger.engine([weighted]);
    await later.catchUp();
    expect(await totals()).toEqual([1211, 1211, 1211]);
    expect(await ledger.tables(weighted)).toEqual(foldRows(weighted, await ledger.events()));
  });

  it('that begins late gives the same', async () => {
    for (const factor of [2, 3, 5]) {
      await publish(factor);
      await count();
    }
    const engine = ledger.engine([weighted], { batchSize: 2 });
    await engine.migrate();
    await engine.catchUp();
    expect(await totals()).toEqual([10, 10, 10]);
    expect(await ledger.tables(weighted)).toEqual(foldRows(weighted, await ledger.events()));
  });
});
