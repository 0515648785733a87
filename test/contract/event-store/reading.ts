import { beforeEach, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '#event-store';
import type { ContractEngine } from './contract-engine.js';
import { all, anEvent, expectWholeLog, ids, positions, to } from './events.js';
import { logUnderTest } from './log-under-test.js';

/** More than any page that a reader may ask for. */
const MANY = 12_500;

export function readingContract(engine: ContractEngine): void {
  const test = logUnderTest(engine);

  describe('far past every page size', () => {
    let log: StoredEvent[];
    let stream: StoredEvent[];

    beforeEach(async () => {
      // One in five goes to another stream, so that revisions and positions differ.
      const appends = Array.from({ length: MANY }, (_, n) => to(n % 5 === 4 ? `other-${n % 7}` : 'long', 'any'));
      const outcomes = await test.store.appendMany(appends);
      log = appends
        .map(({ stream, events }, n) => {
          const outcome = outcomes[n]!;
          if (outcome.status === 'rejected') throw outcome.reason;
          return { ...events[0]!, stream, revision: outcome.value.revision, position: outcome.value.position };
        })
        .sort((a, b) => Number(a.position - b.position));
      stream = log.filter((event) => event.stream === 'long');
    });

    it('reads the same log whatever the page, from any point, both ways', async () => {
      const read = test.store.readAll.bind(test.store);
      expectSameEvents(await all(read()), log);
      expect(ids(await all(read({ batchSize: 997 })))).toEqual(ids(log));
      expect(ids(await all(read({ direction: 'backwards', batchSize: 10_000 })))).toEqual(ids(log.toReversed()));
      const after = log[7_344]!.position;
      expect(ids(await all(read({ after })))).toEqual(ids(log.slice(7_345)));
      expect(ids(await all(read({ after, limit: 2_001 })))).toEqual(ids(log.slice(7_345, 9_346)));
      expect(ids(await all(read({ after, direction: 'backwards' })))).toEqual(ids(log.slice(0, 7_344).reverse()));
      expect(await all(read({ after: log.at(-1)!.position }))).toEqual([]);
      expect(await all(read({ after: log[0]!.position, direction: 'backwards' }))).toEqual([]);

      const readStream = test.store.readStream.bind(test.store, 'long');
      expectSameEvents(await all(readStream()), stream);
      expect(ids(await all(readStream({ direction: 'backwards', batchSize: 777 })))).toEqual(ids(stream.toReversed()));
      expect(ids(await all(readStream({ from: 5_000 })))).toEqual(ids(stream.slice(5_000)));
      expect(ids(await all(readStream({ from: 5_000, direction: 'backwards' })))).toEqual(
        ids(stream.slice(0, 5_001).reverse()),
      );
      expect(ids(await all(readStream({ from: 5_000, limit: 1_001, batchSize: 100 })))).toEqual(
        ids(stream.slice(5_000, 6_001)),
      );
      expect(ids(await all(readStream({ direction: 'backwards', limit: 1 })))).toEqual(ids(stream.slice(-1)));
      expect(await all(readStream({ from: stream.length }))).toEqual([]);

      const streams = await all(test.store.readStreams(['other-3', 'long', 'nobody', 'other-3']));
      const wanted = log.filter((event) => event.stream === 'other-3' || event.stream === 'long');
      expect(streams).toHaveLength(wanted.length);
      for (const name of ['long', 'other-3']) {
        const of = (events: StoredEvent[]) => ids(events.filter((event) => event.stream === name));
        expect(of(streams)).toEqual(of(wanted));
      }
    });
  });

  it('reads thousands of streams at once, each in order', async () => {
    const names = Array.from({ length: 2_300 }, (_, n) => `customer-${n}`);
    await test.store.appendMany(names.map((name) => to(name, 'none', anEvent(), anEvent())));
    const found = await all(test.store.readStreams([...names, 'customer-none']));
    expect(found).toHaveLength(2 * names.length);
    const revisions = new Map<string, number>();
    for (const event of found) {
      expect(event.revision).toBe((revisions.get(event.stream) ?? -1) + 1);
      revisions.set(event.stream, event.revision);
    }
    expect(new Set(revisions.keys())).toEqual(new Set(names));
  });

  it('has nothing to say of what is not there', async () => {
    await expect(all(test.store.readStream('nobody'))).resolves.toEqual([]);
    await expect(all(test.store.readStreams([]))).resolves.toEqual([]);
    await expect(all(test.store.readAll())).resolves.toEqual([]);
    await expect(all(test.store.readAll({ limit: 0 }))).resolves.toEqual([]);
    await expect(test.store.head()).resolves.toBe(0n);
  });

  it('hands out large events in batches that fit into memory', async () => {
    for (let n = 0; n < 40; n += 1)
      await test.store.append(to('s', 'any', anEvent({ data: Buffer.alloc(1_000_000, n) })));
    const sizes: number[] = [];
    let seen = 0;
    for await (const batch of test.store.readAll()) {
      sizes.push(batch.reduce((bytes, event) => bytes + event.data.length, 0));
      for (const event of batch) expect(event.data[0]).toBe(seen++);
    }
    expect(seen).toBe(40);
    expect(Math.max(...sizes)).toBeLessThan(20_000_000);
  });

  it('stops quietly between two batches when it is aborted', async () => {
    await test.store.appendMany(Array.from({ length: 100 }, () => to('s', 'any')));
    const abort = new AbortController();
    let batches = 0;
    for await (const batch of test.store.readAll({ batchSize: 10, signal: abort.signal })) {
      expect(batch).toHaveLength(10);
      batches += 1;
      if (batches === 3) abort.abort();
    }
    expect(batches).toBe(3);
    await expect(all(test.store.readStream('s', { signal: abort.signal }))).resolves.toEqual([]);
  });

  it('goes on when the connections are cut between two pages', async () => {
    await test.store.appendMany(Array.from({ length: 500 }, () => to('s', 'any')));
    const found: StoredEvent[] = [];
    for await (const batch of test.store.readAll({ batchSize: 100 })) {
      found.push(...batch);
      if (found.length === 200) await test.log.cutConnections();
    }
    expectWholeLog(test.store, positions(found), 500);
  });
}

/** As toEqual says it, which takes seconds for so many. */
function expectSameEvents(found: StoredEvent[], wanted: StoredEvent[]): void {
  expect(found.map(asText)).toEqual(wanted.map(asText));
}

function asText({ id, stream, revision, position, type, data, metadata }: StoredEvent): string {
  return `${position} ${stream} ${revision} ${id} ${type} ${data.toString('hex')} ${metadata.toString('hex')}`;
}
