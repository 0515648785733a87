import { afterEach, describe, expect, it } from '@jest/globals';
import { DOMAINS, factCatalogue } from '#assembly';
import { EventCodec, LogDigest, PostgresEventStore } from '#event-store';
import {
  CloudEventReader,
  type GeneratedLog,
  generateLog,
  type LogWanted,
  MadeUpLog,
  planLog,
  Recorder,
} from '#intake';
import { eventIdOf, ValidationFailed } from '#kernel';
import { ProjectionEngine } from '#projections';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const catalogue = factCatalogue();
const codec = new EventCodec(catalogue);
const reader = new CloudEventReader({ catalogue });
const policies = DOMAINS.flatMap((domain) => domain.policies ?? []);
const SMALL = { events: 1_500, customers: 40 };

/** An empty log in a database of its own. */
class EmptyLog {
  private constructor(
    readonly database: TestDatabase,
    readonly store: PostgresEventStore,
  ) {}

  static async open(): Promise<EmptyLog> {
    const database = await createTestDatabase();
    const store = await PostgresEventStore.open({
      connectionString: database.url,
      saysTheSame: codec.saysTheSame,
    });
    return new EmptyLog(database, store);
  }

  generate(wanted: LogWanted, signal?: AbortSignal): Promise<GeneratedLog> {
    const { store } = this;
    const plan = planLog(wanted);
    return generateLog({ plan, store, codec, catalogue, reader, policies, ...(signal ? { signal } : {}) });
  }

  async digest(): Promise<string> {
    const digest = new LogDigest();
    for await (const page of this.store.readAll()) for (const event of page) digest.add(event);
    return digest.value();
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.database.drop();
  }
}

describe('a generated log', () => {
  const open: EmptyLog[] = [];
  afterEach(async () => {
    for (const log of open.splice(0)) await log.close();
  });
  const emptyLog = async (): Promise<EmptyLog> => {
    const log = await EmptyLog.open();
    open.push(log);
    return log;
  };

  it('has as many events as asked for, is the same for the same seed and another one for another', async () => {
    const [one, same, other] = [await emptyLog(), await emptyLog(), await emptyLog()];
    expect(await one.generate(SMALL)).toMatchObject({ ...SMALL, seed: 1, stored: 1_500, duplicates: 0 });
    expect(await one.store.head()).toBe(1_500n);
    await same.generate({ ...SMALL, seed: 1 });
    await other.generate({ ...SMALL, seed: 2 });
    const digest = await one.digest();
    expect(await same.digest()).toBe(digest);
    expect(await other.digest()).not.toBe(digest);
  });

  it('is stored once, however often it is generated, and nowhere else than where it was begun', async () => {
    const log = await emptyLog();
    await log.generate(SMALL);
    const digest = await log.digest();
    expect(await log.generate(SMALL)).toMatchObject({ stored: 0, duplicates: 1_500 });
    expect(await log.digest()).toBe(digest);
    for (const another of [{ seed: 2 }, { events: 1_600 }, { customers: 41 }]) {
      await expect(log.generate({ ...SMALL, ...another })).rejects.toMatchObject({ code: 'ledger-not-empty' });
    }
    expect(await log.digest()).toBe(digest);
  });

  it('is the one that the recorder would have made of the same facts, points included', async () => {
    const [generated, recorded] = [await emptyLog(), await emptyLog()];
    await generated.generate(SMALL);
    let now = new Date(0);
    const recorder = new Recorder({
      ...{ store: recorded.store, codec, catalogue, policies, clock: () => now },
      deciders: DOMAINS.flatMap((domain) => domain.deciders),
    });
    for (const { fact, recordedAt } of new MadeUpLog({ plan: planLog(SMALL), reader, catalogue, policies })) {
      now = recordedAt;
      await recorder.record({ facts: [fact] });
    }
    expect(await recorded.digest()).toBe(await generated.digest());
  });

  it('goes on where it was stopped', async () => {
    const wanted = { events: 9_000 };
    const [whole, stopped] = [await emptyLog(), await emptyLog()];
    await whole.generate(wanted);
    const stop = AbortSignal.abort();
    await expect(stopped.generate(wanted, stop)).rejects.toMatchObject({ code: 'unavailable' });
    const first = new MadeUpLog({ plan: planLog(wanted), reader, catalogue, policies })[Symbol.iterator]().next();
    if (first.done) throw new Error('there is no event');
    const { fact, events, recordedAt } = first.value;
    await stopped.store.append({
      stream: fact.stream,
      expectedRevision: 'none',
      events: events.map((event) => codec.encode(event, recordedAt)),
    });
    expect(await stopped.generate(wanted)).toMatchObject({ stored: 8_999, duplicates: 1 });
    expect(await stopped.digest()).toBe(await whole.digest());
  });

  it('is not begun in a ledger that holds anything else', async () => {
    const log = await emptyLog();
    const metadata = { source: 'urn:shop', sourceId: '1', occurredAt: '2026-01-01T00:00:00.000Z', schemaVersion: 1 };
    const event = { id: eventIdOf('urn:shop', '1'), type: 'CustomerRegistered', data: {}, metadata };
    await log.store.append({
      stream: 'customer-00000000-0000-4000-8000-000000000000',
      expectedRevision: 'any',
      events: [codec.encode(event, new Date(0))],
    });
    await expect(log.generate(SMALL)).rejects.toThrow(/not empty.*urn:shop/);
    expect(await log.store.head()).toBe(1n);
  });

  it('is taken by every projection without parking an event', async () => {
    const log = await emptyLog();
    await log.generate({ events: 3_000 });
    const engine = new ProjectionEngine({
      ...{ store: log.store, codec, connectionString: log.database.url },
      projections: DOMAINS.flatMap(({ projections }) => projections),
    });
    await engine.migrate();
    await engine.catchUp();
    const status = await engine.status();
    await engine.stop();
    expect(status.map(({ name, lag, parked }) => ({ name, lag, parked }))).toEqual(
      status.map(({ name }) => ({ name, lag: 0n, parked: 0 })),
    );
  });

  it('has the proportions of the Starbucks set', async () => {
    const counts = new Map<string, number>();
    const plan = planLog({ events: 48_335 });
    for (const { events } of new MadeUpLog({ plan, reader, catalogue, policies })) {
      for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    const expected = {
      CustomerRegistered: 1_700,
      PurchaseRecorded: 13_895,
      OfferMade: 7_628,
      OfferViewed: 5_773,
      OfferAccepted: 3_358,
      PointsEarned: 12_624 + 3_358,
    };
    for (const [type, count] of Object.entries(expected)) {
      expect({ type, share: counts.get(type)! / count }).toEqual({ type, share: expect.closeTo(1, 1) });
    }
    expect(counts.size).toBe(6);
  });

  it.each([
    [{ events: 0 }, 'events'],
    [{ events: 1.5 }, 'events'],
    [{ events: Number('many') }, 'events'],
    [{ events: 10, customers: 11 }, 'customers'],
    [{ events: 10, customers: 0 }, 'customers'],
    [{ events: 10, seed: 0 }, 'seed'],
    [{ events: 10, seed: 2 ** 31 }, 'seed'],
  ])('is not made of %j', (wanted, field) => {
    const plan = (): unknown => planLog(wanted);
    expect(plan).toThrow(ValidationFailed);
    expect(plan).toThrow(field);
  });
});
