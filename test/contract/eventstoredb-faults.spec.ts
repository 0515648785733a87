import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AccessDenied,
  type EventStore,
  EventTooLarge,
  IdempotencyConflict,
  PositionsUnusable,
  type StoredEvent,
  StreamDeleted,
} from '#event-store';
import { EventStoreDbEventStore } from '../../libs/event-store/src/eventstoredb/eventstoredb-event-store.js';
import { Unavailable, ValidationFailed } from '#kernel';
import { type DoubleOptions, type EventStoreDbDouble, startDouble } from '../eventstoredb-double/start-double.js';
import { sameBody } from './event-store/contract-engine.js';
import { all, anEvent, events, ids, to } from './event-store/events.js';

/** The EventStoreDB engine when things go wrong, on the protocol double. */
describe('EventStoreDB engine', () => {
  let double: EventStoreDbDouble;
  let store: EventStoreDbEventStore;
  const opened: EventStore[] = [];

  const open = async (url = double.url, silenceMs = 10_000): Promise<EventStoreDbEventStore> => {
    const one = await EventStoreDbEventStore.open({ url, saysTheSame: sameBody, subscriptionSilenceMs: silenceMs });
    opened.push(one);
    return one;
  };
  const begin = async (options: DoubleOptions = {}, parameters = ''): Promise<void> => {
    await double?.stop();
    double = await startDouble(options);
    store = await open(`${(options.nodes ?? 1) > 1 ? double.clusterUrl : double.url}${parameters}`);
  };
  beforeEach(() => begin());
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await double.stop();
  });
  const stored = (stream = 's') => double.log.streamOf(stream).map(({ id }) => id);

  describe('appending', () => {
    it.each(['cut-before-write', 'cut-after-write', 'no-leader', 'not-leader'] as const)(
      'stores once, and knows it for its own, when the call meets %s',
      async (fault) => {
        await store.append(to('s', 'any'));
        double.faults.next(fault, 2);
        const event = anEvent();
        await expect(store.append(to('s', 0, event))).resolves.toMatchObject({ revision: 1, duplicate: false });
        // What was written before the connection was cut is found, and not sent again.
        expect(double.faults.happened.get(fault)).toBe(fault === 'cut-after-write' ? 1 : 2);
        expect(stored().slice(1)).toEqual([event.id]);
      },
    );

    it('stores once when the answer comes later than anybody waits for it', async () => {
      await begin({}, '&defaultDeadline=300');
      double.faults.answerLate(2_000);
      const event = anEvent();
      await expect(store.append(to('s', 'none', event))).resolves.toMatchObject({ revision: 0, duplicate: false });
      expect(double.faults.happened.get('late-answer')).toBe(1);
      expect(stored()).toEqual([event.id]);
    });

    it('goes where the leader is when it changes', async () => {
      await begin({ nodes: 3 });
      const sent = events(6);
      for (const [n, event] of sent.entries()) {
        double.elect(n % 3);
        await expect(store.append(to('s', 'any', event))).resolves.toMatchObject({ revision: n, duplicate: false });
      }
      double.elect(1);
      await double.proxies[0]!.refuse(true);
      await double.proxies[2]!.refuse(true);
      await expect(store.append(to('s', 5))).resolves.toMatchObject({ revision: 6 });
      expect(ids(await all(store.readStream('s'))).slice(0, 6)).toEqual(ids(sent));
    });

    it('says Unavailable when nobody answers for long, and goes on when somebody does', async () => {
      await store.append(to('s', 'none'));
      await double.proxies[0]!.refuse(true);
      const event = anEvent();
      const error = await store.append(to('s', 0, event)).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(Unavailable);
      await double.proxies[0]!.refuse(false);
      await expect(store.append(to('s', 0, event))).resolves.toMatchObject({ revision: 1 });
      expect(stored()).toHaveLength(2);
    });

    it('rides out a cable that is pulled for a while', async () => {
      await begin({}, '&defaultDeadline=500');
      await store.append(to('s', 'none'));
      double.proxies[0]!.hold(true);
      const event = anEvent();
      const answer = store.append(to('s', 0, event));
      await sleep(1_500);
      double.proxies[0]!.hold(false);
      await expect(answer).resolves.toMatchObject({ revision: 1, duplicate: false });
      expect(stored()).toHaveLength(2);
    });

    it('says so when it is not let in, or the stream is deleted', async () => {
      await store.append(to('s', 'none'));
      double.faults.next('access-denied');
      await expect(store.append(to('s', 0))).rejects.toThrow(AccessDenied);
      double.log.tombstone('s');
      await expect(store.append(to('s', 0))).rejects.toThrow(StreamDeleted);
      await expect((await open()).append(to('s', 'any'))).rejects.toMatchObject({ code: 'stream-deleted' });
      await expect(all(store.readStream('s'))).rejects.toThrow(StreamDeleted);
      await expect(store.append(to('t', 'none'))).resolves.toMatchObject({ revision: 0 });
    });

    it('names the limit that the server has, and only what is over it is refused', async () => {
      await begin({ maxAppendSize: 20_000 });
      const of = (bytes: number) => to('s', 'any', anEvent({ data: Buffer.alloc(bytes, 1) }));
      const outcomes = await store.appendMany([of(9_000), of(9_000), of(30_000), of(9_000), of(19_000)]);
      expect(outcomes.map(({ status }) => status)).toEqual([
        'fulfilled',
        'fulfilled',
        'rejected',
        'fulfilled',
        'fulfilled',
      ]);
      const { reason } = outcomes[2] as PromiseRejectedResult;
      expect(reason).toBeInstanceOf(EventTooLarge);
      expect(reason).toMatchObject({ details: { maxBytes: 20_000 } });
      expect(stored()).toHaveLength(4);
    });

    it('does not take the server’s word that an event of another process is the same', async () => {
      const other = await open();
      await Promise.all([store.append(to('s', 'none')), other.append(to('s', 'any'))]);
      const event = anEvent();
      await other.append(to('s', 1, event));
      // At the revision that this process knows, the server takes the id for a repetition, whatever the body is.
      await expect(store.append(to('s', 'any', anEvent({ id: event.id })))).rejects.toThrow(IdempotencyConflict);
      await expect(store.append(to('s', 'any', event))).resolves.toMatchObject({ revision: 2, duplicate: true });
      expect(stored()).toHaveLength(3);
    });

    it('refuses an id that it has just seen in another stream', async () => {
      const event = anEvent();
      await store.append(to('s', 'none', event));
      await expect(store.append(to('t', 'none', event))).rejects.toThrow(IdempotencyConflict);
    });

    it('refuses names that the server keeps for itself', async () => {
      await expect(store.append(to('$s', 'any'))).rejects.toThrow(ValidationFailed);
      await expect(store.append(to('s', 'any', anEvent({ type: '$note' })))).rejects.toThrow(ValidationFailed);
    });
  });

  describe('reading', () => {
    it('goes on where the connection was lost in the middle', async () => {
      const sent = events(400);
      await store.append({ stream: 's', expectedRevision: 'none', events: sent });
      double.faults.next('cut-while-reading', 3);
      expect(ids(await all(store.readAll({ batchSize: 100 })))).toEqual(ids(sent));
      expect(double.faults.happened.get('cut-while-reading')).toBe(3);
    });

    it('hands out once what comes twice', async () => {
      const sent = events(30);
      await store.append({ stream: 's', expectedRevision: 'none', events: sent });
      double.faults.next('answer-twice', 5);
      expect(ids(await all(store.readAll({ batchSize: 7 })))).toEqual(ids(sent));
      double.faults.next('answer-twice', 5);
      expect(ids(await all(store.readStream('s', { batchSize: 7 })))).toEqual(ids(sent));
    });

    it('sees neither the server’s own events nor another ledger’s', async () => {
      const [one, other] = [await open(`${double.url}&ledger=one`), await open(`${double.url}&ledger=one.more`)];
      for (let n = 0; n < 100; n += 1) double.log.note();
      double.log.append('$system', 'any', [{ ...anEvent(), contentType: 'application/json' }]);
      await one.append(to('s', 'none'));
      await other.append(to('s', 'none', ...events(2)));
      double.log.note();
      expect((await all(one.readAll())).map(({ stream }) => stream)).toEqual(['s']);
      expect(await all(other.readAll({ direction: 'backwards' }))).toHaveLength(2);
      expect(await all(other.readStream('s'))).toHaveLength(2);
      // Without a name a ledger has the whole server, under the names that are there.
      expect((await all(store.readAll())).map(({ stream }) => stream)).toEqual(['one:s', 'one.more:s', 'one.more:s']);
      await expect(one.head()).resolves.toBe((await all(one.readAll())).at(-1)!.position);
    });

    it('refuses positions that could lose events', async () => {
      await store.append(to('s', 'none'));
      double.faults.next('no-position');
      await expect(all(store.readStream('s'))).rejects.toThrow(/22\.6/);
      double.log.writeInTransaction('s', { ...anEvent(), contentType: 'application/json' });
      await expect(all(store.readAll())).rejects.toThrow(PositionsUnusable);
    });
  });

  describe('subscribing', () => {
    it('renews a subscription that has gone silent without an end', async () => {
      store = await open(double.url, 200);
      const seen = follow(store, 3);
      await store.append(to('s', 'none'));
      await until(() => double.silenceSubscriptions() > 0 && seen.events.length === 1);
      await store.append(to('s', 0));
      await until(() => seen.events.length === 2);
      await store.append(to('s', 1));
      await seen.done;
      expect(ids(seen.events)).toEqual(stored());
    });

    it('loses nothing to a checkpoint that lies past the last event', async () => {
      const seen = follow(store, 3);
      await store.append(to('s', 'none'));
      await until(() => seen.events.length === 1);
      await double.tellCheckpoint(double.log.head + 100_000n);
      await double.proxies[0]!.refuse(true);
      const [second] = events(1);
      double.log.append('s', 0, [{ ...second!, contentType: 'application/json' }]);
      await double.proxies[0]!.refuse(false);
      await store.append(to('s', 1));
      await seen.done;
      expect(ids(seen.events)).toEqual(stored());
    });

    it('hands out once what comes twice', async () => {
      double.faults.next('answer-twice', 20);
      const seen = follow(store, 4);
      for (let n = 0; n < 4; n += 1) await store.append(to('s', 'any'));
      await seen.done;
      expect(ids(seen.events)).toEqual(stored());
    });

    it('goes on with the new leader', async () => {
      await begin({ nodes: 3 });
      const seen = follow(store, 9);
      for (let n = 0; n < 9; n += 1) {
        double.elect(n % 3);
        if (n % 3 === 2) double.cutConnections();
        await store.append(to('s', 'any'));
      }
      await seen.done;
      expect(ids(seen.events)).toEqual(stored());
    });

    it('takes no more than it can hand on: a slow reader fills no memory', async () => {
      const bytes = 20_000;
      let go: () => void = () => undefined;
      const reader = new Promise<void>((resolve) => (go = resolve));
      const seen: StoredEvent[] = [];
      const abort = new AbortController();
      const reading = (async () => {
        for await (const batch of store.subscribe({ after: 0n, batchSize: 10, signal: abort.signal })) {
          seen.push(...batch);
          if (seen.length === 1) await reader;
          if (seen.length === 2_001) abort.abort();
        }
      })();
      await sleep(300);
      await store.append(to('s', 'none'));
      await until(() => seen.length === 1);
      const many = Array.from({ length: 2_000 }, () => ({
        ...anEvent({ data: Buffer.alloc(bytes, 1) }),
        contentType: 'application/octet-stream',
      }));
      double.log.append('s', 'any', many);
      // The double gives more only as the reader's connection takes it.
      let before = -1;
      await until(async () => {
        before = double.sent.events;
        await sleep(500);
        return double.sent.events === before;
      });
      expect(double.sent.events * bytes).toBeLessThan(8 * 1024 * 1024);
      go();
      await reading;
      expect(ids(seen).slice(1)).toEqual(ids(many));
    });
  });
});

/** What a subscription hands out until there are so many events. */
function follow(store: EventStore, count: number): { events: StoredEvent[]; done: Promise<void> } {
  const found: StoredEvent[] = [];
  const done = (async () => {
    for await (const batch of store.subscribe({ after: 0n })) {
      found.push(...batch);
      if (found.length >= count) return;
    }
  })();
  return { events: found, done };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(10);
}
