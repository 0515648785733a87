import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventCodec, IdempotencyConflict, PostgresEventStore, RevisionConflict } from '#event-store';
import { type FactToRecord, Recorder } from '#intake';
import {
  CommandBody,
  customerStream,
  decider,
  FactBody,
  FactCatalogue,
  type Memory,
  type NewFact,
  policy,
  type Reference,
  RuleViolated,
  Text,
  Unavailable,
  WholeNumber,
} from '#kernel';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

@FactBody({ version: 1, path: 'sales', about: 'Something was sold.' })
class Sold {
  @WholeNumber({ about: 'Price' })
  price!: number;
}

@FactBody({ version: 1, path: 'chats', about: 'A chat took place.' })
class Chatted {
  @Text({ about: 'Words' })
  text!: string;
}

@FactBody({ version: 1, decided: true, about: 'Stamps were given.' })
class StampsGiven {
  @WholeNumber({ about: 'Stamps' })
  stamps!: number;

  @WholeNumber({ about: 'Stamps there were before' })
  before!: number;
}

@FactBody({ version: 1, decided: true, about: 'Stamps were used.' })
class StampsUsed {
  @WholeNumber({ about: 'Stamps' })
  stamps!: number;
}

@CommandBody({ path: 'stamp-uses', about: 'Use stamps.' })
class UseStamps {
  @WholeNumber({ about: 'Stamps' })
  stamps!: number;
}

@FactBody({ version: 1, path: 'rates', stream: 'stamp-rates', about: 'A rate was published.' })
class RatePublished {
  @WholeNumber({ about: 'Stamps for a sale' })
  stamps!: number;
}

const rates: Reference<number> = {
  name: 'rates',
  stream: 'stamp-rates',
  initialState: () => 1,
  evolve: (rate, { type, data }) => (type === 'RatePublished' ? (data as RatePublished).stamps : rate),
};

const card: Memory<number> = {
  initialState: () => 0,
  evolve: (stamps, { type, data }) => {
    if (type === 'StampsGiven') return stamps + (data as StampsGiven).stamps;
    if (type === 'StampsUsed') return stamps - (data as StampsUsed).stamps;
    return stamps;
  },
};

/** A sale brings stamps, as many as the rate says. */
const stamping = policy<number, number>({
  ...card,
  name: 'stamping',
  reference: rates,
  follows: ({ type }, rate) => type === 'Sold' && rate > 0,
  follow: (_, before, stamps): NewFact[] => [{ type: 'StampsGiven', data: { stamps, before } }],
});

const using = decider<number>({
  ...card,
  decides: ['UseStamps'],
  decide: ({ data }, stamps) => {
    const wanted = (data as UseStamps).stamps;
    if (wanted > stamps) throw new RuleViolated({ field: 'stamps', rule: 'enough', message: `there are ${stamps}` });
    return [{ type: 'StampsUsed', data: { stamps: wanted } }];
  },
});

const catalogue = new FactCatalogue([Sold, Chatted, StampsGiven, StampsUsed, RatePublished], [UseStamps]);
const codec = new EventCodec(catalogue);

describe('facts that follow from others', () => {
  let database: TestDatabase;
  const stores: PostgresEventStore[] = [];
  const recorders: Recorder[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    for (let process = 0; process < 2; process += 1) {
      const store = await PostgresEventStore.open({ connectionString: database.url, saysTheSame: codec.saysTheSame });
      stores.push(store);
      recorders.push(new Recorder({ store, codec, catalogue, deciders: [using], policies: [stamping] }));
    }
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
    await database.drop();
  });

  let count = 0;
  const fact = (customer: string, type: string, data: object): FactToRecord => ({
    ...{ type, data, stream: customerStream(customer), source: 'urn:test:policies', sourceId: `${(count += 1)}` },
    occurredAt: '2026-05-01T10:00:00Z',
  });
  const sale = (customer: string) => fact(customer, 'Sold', { price: 5 });
  const use = (customer: string, stamps: number) => fact(customer, 'UseStamps', { stamps });
  const rate = (stamps: number) => ({ ...fact('', 'RatePublished', { stamps }), stream: 'stamp-rates' });
  const chat = (customer: string) => fact(customer, 'Chatted', { text: 'hi' });
  const eventsOf = async (customer: string) => {
    const events = [];
    for await (const batch of stores[0]!.readStream(customerStream(customer))) events.push(...batch);
    return events.map((event) => codec.decode(event));
  };
  const typesOf = async (customer: string) => (await eventsOf(customer)).map(({ type }) => type);
  const stampsOf = async (customer: string) =>
    (await eventsOf(customer)).reduce((stamps, { id, type, data, metadata: { occurredAt } }) => {
      return card.evolve(stamps, { id, type, data, occurredAt });
    }, 0);
  const fates = (outcomes: PromiseSettledResult<unknown>[]) =>
    outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'ok' : (outcome.reason as Error).constructor.name));

  it('are appended with them, name them as their cause, and belong to the answer, the second one too', async () => {
    const customer = randomUUID();
    const sold = sale(customer);
    const recorded = await recorders[0]!.record({ facts: [sold] });
    const [first, second, ...others] = await eventsOf(customer);
    expect(others).toEqual([]);
    expect(second).toMatchObject({
      type: 'StampsGiven',
      data: { stamps: 1, before: 0 },
      metadata: { causationId: first!.id, occurredAt: '2026-05-01T10:00:00.000Z', schemaVersion: 1 },
    });
    expect(recorded).toEqual({
      eventIds: [first!.id, second!.id],
      revision: 1,
      position: second!.position,
      duplicate: false,
    });
    for (const recorder of recorders) {
      expect(await recorder.record({ facts: [sold] })).toEqual({ ...recorded, duplicate: true });
      expect(await recorder.recordMany([sold])).toEqual([
        { status: 'fulfilled', value: { ...recorded, duplicate: true } },
      ]);
    }
    expect(await typesOf(customer)).toEqual(['Sold', 'StampsGiven']);
  });

  it('follow once when two processes record the same fact at once, whatever each of them remembers', async () => {
    const customer = randomUUID();
    await Promise.all(recorders.map((recorder) => recorder.record({ facts: [sale(customer)] })));
    for (let round = 0; round < 10; round += 1) {
      const sold = sale(customer);
      const outcomes = await Promise.all(
        recorders.flatMap((recorder) => [recorder.record({ facts: [sold] }), recorder.recordMany([sold])]),
      );
      const [one, , other] = outcomes;
      expect(other).toEqual({ ...one, duplicate: expect.any(Boolean) });
    }
    expect(await stampsOf(customer)).toBe(12);
    const given = (await eventsOf(customer)).filter(({ type }) => type === 'StampsGiven');
    expect(given.map(({ data }) => (data as StampsGiven).before)).toEqual([...given.keys()]);
  });

  it('go by what was published before, in whichever process', async () => {
    const customer = randomUUID();
    await recorders[1]!.record({ facts: [sale(customer)] });
    await recorders[0]!.record({ facts: [rate(3)] });
    await recorders[1]!.record({ facts: [sale(customer)] });
    expect(await stampsOf(customer)).toBe(4);
    await recorders[0]!.record({ facts: [rate(1)] });
  });

  it('go by what was published before them in the same batch, too', async () => {
    const customer = randomUUID();
    const outcomes = await recorders[0]!.recordMany([sale(customer), rate(3), sale(customer), chat(customer), rate(1)]);
    expect(fates(outcomes)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(await stampsOf(customer)).toBe(4);
  });

  it('go at once by what their own process has published, where nothing followed by the rules before', async () => {
    const customer = randomUUID();
    await recorders[0]!.record({ facts: [rate(0)] });
    await recorders[0]!.recordMany([sale(customer)]);
    await recorders[0]!.record({ facts: [rate(2)] });
    await recorders[0]!.record({ facts: [sale(customer)] });
    expect(await stampsOf(customer)).toBe(2);
    await recorders[0]!.recordMany([rate(0)]);
    await recorders[0]!.record({ facts: [sale(customer)] });
    await recorders[0]!.recordMany([rate(1)]);
    await recorders[0]!.record({ facts: [sale(customer)] });
    expect(await stampsOf(customer)).toBe(3);
  });

  it('come of a command, which a repetition answers as the first time', async () => {
    const customer = randomUUID();
    await recorders[0]!.recordMany([sale(customer), sale(customer)]);
    const used = use(customer, 2);
    const recorded = await recorders[0]!.record({ facts: [used] });
    expect((await eventsOf(customer)).at(-1)).toMatchObject({ type: 'StampsUsed', data: { stamps: 2 } });
    // Decided anew it would be refused: nothing is left.
    expect(await recorders[1]!.record({ facts: [used] })).toEqual({ ...recorded, duplicate: true });
    await expect(recorders[1]!.record({ facts: [{ ...used, data: { stamps: 1 } }] })).rejects.toThrow(
      IdempotencyConflict,
    );
    await expect(recorders[0]!.record({ facts: [use(customer, 1)] })).rejects.toThrow(RuleViolated);
  });

  it('are decided with the time of recording at hand, whatever time the asker says', async () => {
    const told: unknown[] = [];
    const decide: typeof using.decide = (asked, ...others) => {
      told.push([asked.occurredAt, asked.recordedAt]);
      return using.decide(asked, ...others);
    };
    const clock = () => new Date('2026-06-01T00:00:00Z');
    const options = { store: stores[0]!, codec, catalogue, deciders: [{ ...using, decide }], policies: [stamping] };
    const recorder = new Recorder({ ...options, clock });
    const customer = randomUUID();
    await recorder.recordMany([sale(customer), use(customer, 1)]);
    expect(told).toEqual([['2026-05-01T10:00:00.000Z', '2026-06-01T00:00:00.000Z']]);
  });

  it('never use more than there is, however many ask at once, in however many processes', async () => {
    const customer = randomUUID();
    await recorders[0]!.recordMany(Array.from({ length: 20 }, () => sale(customer)));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, at) => recorders[at % 2]!.record({ facts: [use(customer, 1)] })),
    );
    const answers = fates(outcomes);
    expect(answers.filter((answer) => answer === 'ok')).toHaveLength(20);
    expect(answers.filter((answer) => answer === 'RuleViolated')).toHaveLength(30);
    expect(await stampsOf(customer)).toBe(0);
  });

  it('does not refuse on the strength of what it remembers', async () => {
    const customer = randomUUID();
    await recorders[0]!.record({ facts: [sale(customer)] });
    await recorders[1]!.record({ facts: [sale(customer)] });
    await recorders[0]!.record({ facts: [use(customer, 2)] });
    await recorders[1]!.record({ facts: [sale(customer)] });
    expect(fates(await recorders[0]!.recordMany([use(customer, 1), use(customer, 1)]))).toEqual(['ok', 'RuleViolated']);
  });

  it('decides in the order of asking, whether the stream is remembered or read', async () => {
    for (const recorder of recorders) {
      const customer = randomUUID();
      await recorders[0]!.record({ facts: [sale(customer)] });
      expect(fates(await recorder.recordMany([use(customer, 2), sale(customer)]))).toEqual(['RuleViolated', 'ok']);
      const waiting = [use(customer, 1), use(customer, 2), sale(customer)].map((each) =>
        recorder.record({ facts: [each] }),
      );
      expect(fates(await Promise.allSettled(waiting))).toEqual(['ok', 'RuleViolated', 'ok']);
    }
  });

  it('remembers a stream over facts that need no decision, and one by one answers as together', async () => {
    const customer = randomUUID();
    const facts = [chat(customer), sale(customer), chat(customer), sale(customer), use(customer, 1), chat(customer)];
    const together = await recorders[0]!.recordMany(facts);
    const apart = [];
    for (const each of facts) apart.push(await recorders[1]!.record({ facts: [each] }));
    expect(together.map((outcome) => outcome.status === 'fulfilled' && { ...outcome.value, duplicate: true })).toEqual(
      apart,
    );
    for (const each of [chat(customer), use(customer, 1)]) await recorders[0]!.record({ facts: [each] });
    expect(await typesOf(customer)).toEqual([
      ...['Chatted', 'Sold', 'StampsGiven', 'Chatted', 'Sold', 'StampsGiven', 'StampsUsed', 'Chatted'],
      ...['Chatted', 'StampsUsed'],
    ]);
  });

  it('takes each of many requests that wait for one another by what it expects of the stream', async () => {
    const customer = randomUUID();
    await recorders[0]!.record({ facts: [sale(customer)] });
    const outcomes = await Promise.allSettled([
      recorders[0]!.record({ facts: [sale(customer)] }),
      recorders[0]!.record({ facts: [sale(customer)], expectedRevision: 1 }),
      recorders[0]!.record({ facts: [sale(customer)], expectedRevision: 3 }),
      recorders[0]!.record({ facts: [use(customer, 99)] }),
      recorders[0]!.record({ facts: [use(customer, 1)] }),
    ]);
    expect(fates(outcomes)).toEqual(['ok', RevisionConflict.name, 'ok', RuleViolated.name, 'ok']);
  });

  it('fail at once, all of them, while the log is away: waiting for it one by one would take for ever', async () => {
    let attempts = 0;
    const away = new Unavailable('the log is away');
    const store = Object.create(stores[0]!) as PostgresEventStore;
    store.append = () => Promise.reject(((attempts += 1), away));
    store.appendMany = (appends) =>
      Promise.resolve(appends.map(() => ({ status: 'rejected' as const, reason: ((attempts += 1), away) })));
    const recorder = new Recorder({ store, codec, catalogue, deciders: [using], policies: [stamping] });
    const customer = randomUUID();
    const facts = Array.from({ length: 20 }, () => sale(customer));
    const together = await recorder.recordMany(facts);
    expect(new Set(fates(together))).toEqual(new Set([Unavailable.name]));
    expect(attempts).toBe(1);
    const apart = await Promise.allSettled(facts.map((each) => recorder.record({ facts: [each] })));
    expect(new Set(fates(apart))).toEqual(new Set([Unavailable.name]));
    // The first alone, the others that waited for it together.
    expect(attempts).toBe(3);
  });
});
