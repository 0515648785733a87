import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventCodec, IdempotencyConflict, PostgresEventStore } from '#event-store';
import { type FactToRecord, Recorder } from '#intake';
import {
  customerStream,
  type DatedFact,
  decider,
  eventIdOf,
  FactBody,
  FactCatalogue,
  RuleViolated,
  Text,
} from '#kernel';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

@FactBody({ version: 1, path: 'notes', about: 'A note.' })
class NoteMade {
  @Text({ about: 'Words' })
  text!: string;
}

@FactBody({ version: 1, path: 'tickets', about: 'A ticket was taken.' })
class TicketTaken {
  @Text({ about: 'Seat' })
  seat!: string;
}

@FactBody({ version: 1, path: 'sold-out', about: 'No seat is left.' })
class SoldOut {
  @Text({ about: 'Last seat' })
  seat!: string;
}

const SEATS = 3;

/** Each seat once; taking the last one says so. */
const tickets = decider<readonly string[]>({
  decides: ['TicketTaken'],
  initialState: () => [],
  evolve: (taken, { type, data }) => (type === 'TicketTaken' ? [...taken, (data as TicketTaken).seat] : taken),
  decide: (fact, taken): DatedFact[] => {
    const { seat } = fact.data as TicketTaken;
    if (taken.includes(seat)) throw new RuleViolated({ field: 'seat', rule: 'once', message: 'is taken' });
    if (taken.length + 1 < SEATS) return [fact];
    return [fact, { id: 'further', type: 'SoldOut', data: { seat }, occurredAt: fact.occurredAt }];
  },
});

const catalogue = new FactCatalogue([NoteMade, TicketTaken, SoldOut]);
const codec = new EventCodec(catalogue);

describe('recording facts', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let recorder: Recorder;
  /** The same ledger, as another process would use it. */
  let elsewhere: PostgresEventStore;

  beforeAll(async () => {
    database = await createTestDatabase();
    const options = { connectionString: database.url, saysTheSame: codec.saysTheSame };
    store = await PostgresEventStore.open(options);
    elsewhere = await PostgresEventStore.open(options);
    recorder = new Recorder({ store, codec, catalogue, deciders: [tickets] });
  });
  afterAll(async () => {
    await store.close();
    await elsewhere.close();
    await database.drop();
  });

  const fact = (customerId: string, type: string, sourceId: string, data: object): FactToRecord => ({
    ...{ type, sourceId, data, source: 'urn:test:recorder', occurredAt: '2024-05-01T10:00:00+02:00' },
    stream: customerStream(customerId),
  });
  let count = 0;
  const note = (customerId: string, text = 'hi'): FactToRecord =>
    fact(customerId, 'NoteMade', `${customerId} note ${(count += 1)}`, { text });
  const ticket = (customerId: string, seat: string): FactToRecord =>
    fact(customerId, 'TicketTaken', `${customerId} ticket ${seat} ${(count += 1)}`, { seat });
  const streamOf = async (customerId: string) => {
    const events = [];
    for await (const batch of store.readStream(`customer-${customerId}`)) events.push(...batch);
    return events.map((event) => codec.decode(event));
  };
  const rules = (outcomes: PromiseSettledResult<unknown>[]): string[] =>
    outcomes.map((outcome) =>
      outcome.status === 'fulfilled'
        ? 'ok'
        : outcome.reason instanceof RuleViolated
          ? 'refused'
          : String(outcome.reason),
    );

  /** The log, with some of its operations done another way. */
  const storeWith = (own: Partial<PostgresEventStore>): PostgresEventStore =>
    new Proxy(store, {
      get: (target, name) => {
        if (Object.hasOwn(own, name)) return Reflect.get(own, name) as unknown;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });

  /** A double of the log that lets somebody else in right before it stores many for the first time. */
  const overtakenOnce = (overtake: () => Promise<unknown>): PostgresEventStore => {
    let overtaken = false;
    return storeWith({
      appendMany: async (appends) => {
        if (!overtaken) await overtake();
        overtaken = true;
        return store.appendMany(appends);
      },
    });
  };

  it('stores them together, with what is known of each', async () => {
    const customer = randomUUID();
    const facts = [{ ...note(customer), subject: 'ann', importId: 'i' }, note(customer)];
    const recorded = await recorder.record({ facts });
    expect(recorded).toMatchObject({ revision: 1, duplicate: false });
    const [first, second] = await streamOf(customer);
    expect(recorded.eventIds).toEqual([first!.id, second!.id]);
    expect(first).toMatchObject({
      id: eventIdOf('urn:test:recorder', facts[0]!.sourceId),
      data: { text: 'hi' },
      metadata: { subject: 'ann', importId: 'i', occurredAt: '2024-05-01T08:00:00.000Z', schemaVersion: 1 },
    });
    expect(await recorder.record({ facts })).toEqual({ ...recorded, duplicate: true });
    const changed = { ...facts[0]!, data: { text: 'other' } };
    await expect(recorder.record({ facts: [changed] })).rejects.toBeInstanceOf(IdempotencyConflict);
  });

  it('decides on the history, and answers a repetition as the first time', async () => {
    const customer = randomUUID();
    const first = ticket(customer, 'A');
    const recorded = await recorder.record({ facts: [first] });
    await recorder.record({ facts: [ticket(customer, 'B')] });
    await expect(recorder.record({ facts: [ticket(customer, 'A')] })).rejects.toBeInstanceOf(RuleViolated);
    // Decided anew it would be refused: the seat is taken, by itself.
    expect(await recorder.record({ facts: [first] })).toEqual({ ...recorded, duplicate: true });
    expect(rules(await recorder.recordMany([first]))).toEqual(['ok']);
    const changed = { ...first, data: { seat: 'Z' } };
    await expect(recorder.record({ facts: [changed] })).rejects.toBeInstanceOf(IdempotencyConflict);
  });

  it('keeps what a decision adds under ids of its own, in the first answer and in every later one', async () => {
    const customer = randomUUID();
    const last = ticket(customer, 'C');
    await recorder.record({ facts: [ticket(customer, 'A'), ticket(customer, 'B')] });
    const recorded = await recorder.record({ facts: [last] });
    const [own, further] = (await streamOf(customer)).slice(2);
    expect([own!.type, further!.type]).toEqual(['TicketTaken', 'SoldOut']);
    expect(recorded.eventIds).toEqual([own!.id, further!.id]);
    expect(own!.id).toBe(eventIdOf('urn:test:recorder', last.sourceId));
    expect(further!.metadata).toMatchObject({ source: 'urn:rapport:decision', causationId: own!.id });
    expect(further!.id).toBe(eventIdOf('urn:rapport:decision', further!.metadata.sourceId));
    // What another fact of the same source is called makes no difference.
    await recorder.record({ facts: [{ ...note(customer), sourceId: `${last.sourceId}#1` }] });
    expect(await recorder.record({ facts: [last] })).toEqual({ ...recorded, duplicate: true });
  });

  it('decides facts that are recorded together one on top of the other, all or none', async () => {
    const customer = randomUUID();
    const together = [ticket(customer, 'A'), note(customer), ticket(customer, 'A')];
    await expect(recorder.record({ facts: together })).rejects.toBeInstanceOf(RuleViolated);
    expect(await streamOf(customer)).toEqual([]);
  });

  it('honours the revision that the caller expects', async () => {
    const customer = randomUUID();
    await recorder.record({ facts: [ticket(customer, 'A')], expectedRevision: 'none' });
    await recorder.record({ facts: [ticket(customer, 'B')], expectedRevision: 0 });
    for (const facts of [[ticket(customer, 'C')], [note(customer)]]) {
      const late = recorder.record({ facts, expectedRevision: 0 });
      await expect(late).rejects.toMatchObject({ code: 'revision-conflict', currentRevision: 1 });
    }
  });

  it('decides anew when somebody else was faster, and never twice the same seat', async () => {
    const customer = randomUUID();
    const other = new Recorder({ store: elsewhere, codec, catalogue, deciders: [tickets] });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 24 }, (_, at) => {
        const facts = [at % 3 === 0 ? note(customer) : ticket(customer, at % 2 ? 'A' : 'B')];
        return (at % 4 < 2 ? recorder : other).record({ facts });
      }),
    );
    expect(new Set(rules(outcomes))).toEqual(new Set(['ok', 'refused']));
    const seats = (await streamOf(customer)).flatMap(({ type, data }) =>
      type === 'TicketTaken' ? [(data as TicketTaken).seat] : [],
    );
    expect(seats.sort()).toEqual(['A', 'B']);
  });

  it('lets single facts and many about the same streams take turns, so that none is overtaken in its own process', async () => {
    const customers = [randomUUID(), randomUUID()];
    let overtaken = 0;
    const watched = storeWith({
      append: (append) =>
        store.append(append).catch((error: unknown) => {
          overtaken += 1;
          throw error;
        }),
      appendMany: async (appends) => {
        const outcomes = await store.appendMany(appends);
        overtaken += outcomes.filter(({ status }) => status === 'rejected').length;
        return outcomes;
      },
    });
    const own = new Recorder({ store: watched, codec, catalogue, deciders: [tickets] });
    const seats = (client: string) => Array.from({ length: 5 }, (_, at) => `${client}${at}`);
    const outcomes = await Promise.all([
      ...['p', 'q'].map(async (client) => {
        const answers = [];
        for (const seat of seats(client)) {
          answers.push(...(await own.recordMany(customers.map((customer) => ticket(customer, seat)))));
        }
        return answers;
      }),
      ...['r', 's'].map((client, at) =>
        Promise.allSettled(seats(client).map((seat) => own.record({ facts: [ticket(customers[at]!, seat)] }))),
      ),
    ]);
    expect(rules(outcomes.flat())).toEqual(Array.from({ length: 30 }, () => 'ok'));
    expect(overtaken).toBe(0);
  });

  it('gives many facts an answer each, in their order', async () => {
    const [ann, bob] = [randomUUID(), randomUUID()];
    const known = ticket(ann, 'A');
    await recorder.record({ facts: [known] });
    const repeated = ticket(ann, 'B');
    const outcomes = await recorder.recordMany([
      note(bob),
      known,
      ticket(ann, 'A'),
      repeated,
      note(ann),
      repeated,
      ticket(ann, 'C'),
      { ...note(bob), type: 'Unknown' },
      { ...note(bob), expectedRevision: 7 },
      { ...ticket(ann, 'D'), expectedRevision: 'none' },
    ]);
    expect(rules(outcomes).map((rule) => rule.split(':')[0])).toEqual([
      ...['ok', 'ok', 'refused', 'ok', 'ok', 'ok', 'ok', 'ValidationFailed', 'RevisionConflict', 'RevisionConflict'],
    ]);
    const answers = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.duplicate : undefined));
    expect(answers).toEqual([...[false, true, undefined, false, false, true, false, undefined, undefined, undefined]]);
    expect((await streamOf(ann)).map((event) => event.type)).toEqual([
      ...['TicketTaken', 'TicketTaken', 'NoteMade', 'TicketTaken', 'SoldOut'],
    ]);
    expect(await streamOf(bob)).toHaveLength(1);
  });

  it.each([
    ['A', ['refused', 'ok'], ['A', 'B']],
    // The second seat's expectation holds again by chance: somebody else stored just as much as the first would have.
    ['B', ['ok', 'refused'], ['B', 'A']],
  ])(
    'decides many facts anew when somebody took seat %s between reading and storing',
    async (taken, answers, seats) => {
      const customer = randomUUID();
      const slow = overtakenOnce(() => recorder.record({ facts: [ticket(customer, taken)] }));
      const late = new Recorder({ store: slow, codec, catalogue, deciders: [tickets] });
      const outcomes = await late.recordMany([ticket(customer, 'A'), ticket(customer, 'B')]);
      expect(rules(outcomes)).toEqual(answers);
      expect((await streamOf(customer)).map(({ data }) => (data as TicketTaken).seat)).toEqual(seats);
    },
  );

  it('says where each fact lies when another process has just stored the same ones in another order', async () => {
    const customer = randomUUID();
    const facts = [ticket(customer, 'A'), ticket(customer, 'B'), note(customer)];
    const other = new Recorder({ store: elsewhere, codec, catalogue, deciders: [tickets] });
    const inOtherOrder = [facts[2]!, note(customer), facts[1]!, facts[0]!];
    const slow = overtakenOnce(() => other.recordMany(inOtherOrder));
    const outcomes = await new Recorder({ store: slow, codec, catalogue, deciders: [tickets] }).recordMany(facts);
    const stored = await streamOf(customer);
    expect(stored.map(({ data }) => data)).toEqual(inOtherOrder.map(({ data }) => data));
    outcomes.forEach((outcome, at) => {
      const event = stored.find(({ metadata: { sourceId } }) => sourceId === facts[at]!.sourceId)!;
      const { id, revision, position } = event;
      const value = { eventIds: [id], revision, position, duplicate: true };
      expect(outcome).toEqual({ status: 'fulfilled', value });
    });
  });

  it('does not refuse a fact for the sake of one before it that was not stored in the end', async () => {
    const [ann, bob] = [randomUUID(), randomUUID()];
    const elsewhereKnown = ticket(ann, 'A');
    await recorder.record({ facts: [elsewhereKnown] });
    const outcomes = await recorder.recordMany([{ ...elsewhereKnown, stream: customerStream(bob) }, ticket(bob, 'A')]);
    expect(rules(outcomes).map((rule) => rule.split(':')[0])).toEqual(['IdempotencyConflict', 'ok']);
  });

  it('does not take facts of two customers, or none, together, nor two deciders of one type', async () => {
    await expect(recorder.record({ facts: [] })).rejects.toThrow('nothing to record');
    await expect(recorder.record({ facts: [note(randomUUID()), note(randomUUID())] })).rejects.toThrow('one stream');
    expect(() => new Recorder({ store, codec, catalogue, deciders: [tickets, tickets] })).toThrow('two deciders');
  });
});
