import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import type { EventStore, StoredEvent } from '#event-store';
import type { ContractEngine } from './contract-engine.js';
import { all, expectWholeLog, positions, to } from './events.js';
import { logUnderTest } from './log-under-test.js';

export function subscribingContract(engine: ContractEngine): void {
  const test = logUnderTest(engine);

  it('crosses from what was to what comes under load, with nothing lost or doubled', async () => {
    await appendMany(test.store, 3_000);
    const other = await test.another();
    const subscribers = [
      follow(test.store, 6_000, 100),
      follow(other, 6_000),
      follow(await test.another(), 6_000, 1_000),
    ];
    for (let n = 0; n < 30; n += 1) {
      await Promise.all([appendMany(test.store, 50), appendMany(other, 50)]);
      await sleep(n % 3);
    }
    const log = positions(await all(test.store.readAll()));
    expectWholeLog(test.store, log, 6_000);
    for (const seen of await Promise.all(subscribers)) expect(seen).toEqual(log);
  });

  it('hands out what another process stores, soon', async () => {
    const other = await test.another();
    const seen = follow(test.store, 1);
    await sleep(200);
    const started = performance.now();
    await other.append(to('s', 'any'));
    await seen;
    expect(performance.now() - started).toBeLessThan(1_500);
  });

  it('begins behind the given position', async () => {
    await appendMany(test.store, 20);
    const log = positions(await all(test.store.readAll()));
    await expect(follow(test.store, 5, 3, log[14])).resolves.toEqual(log.slice(15));
  });

  it('goes on after the database has cut its connections, idle or under load', async () => {
    const other = await test.another();
    const seen = follow(test.store, 1_200, 10);
    for (let n = 0; n < 12; n += 1) {
      await appendMany(other, 100);
      if (n % 4 === 0) await test.log.cutConnections();
      if (n === 6) await sleep(500);
    }
    expect(await seen).toEqual(positions(await all(other.readAll())));
  });

  it('ends when it is aborted, and when the store is closed', async () => {
    await appendMany(test.store, 5);
    const abort = new AbortController();
    const aborted = new Count(test.store.subscribe({ after: 0n, signal: abort.signal }));
    const closed = new Count(test.store.subscribe({ after: 0n }));
    while (aborted.events < 5 || closed.events < 5) await sleep(10);
    abort.abort();
    await aborted.ended;
    await test.store.close();
    await closed.ended;
    expect([aborted.events, closed.events]).toEqual([5, 5]);
  });

  it('ends when its reader leaves', async () => {
    await appendMany(test.store, 5);
    for await (const batch of test.store.subscribe({ after: 0n, batchSize: 2 })) {
      expect(batch).toHaveLength(2);
      break;
    }
    await test.store.close();
  });
}

/** The positions seen until there are so many. */
async function follow(store: EventStore, count: number, batchSize?: number, after = 0n): Promise<bigint[]> {
  const seen: bigint[] = [];
  for await (const batch of store.subscribe({ after, ...(batchSize === undefined ? {} : { batchSize }) })) {
    expect(batch.length).toBeGreaterThan(0);
    seen.push(...batch.map((event) => event.position));
    if (seen.length >= count) break;
  }
  return seen;
}

/** Counts what a subscription hands out until it ends. */
class Count {
  events = 0;
  readonly ended: Promise<void>;

  constructor(batches: AsyncIterable<StoredEvent[]>) {
    this.ended = this.follow(batches);
  }

  private async follow(batches: AsyncIterable<StoredEvent[]>): Promise<void> {
    for await (const batch of batches) this.events += batch.length;
  }
}

async function appendMany(store: EventStore, count: number): Promise<void> {
  const outcomes = await store.appendMany(Array.from({ length: count }, (_, n) => to(`s-${n % 11}`, 'any')));
  expect(outcomes.every((outcome) => outcome.status === 'fulfilled')).toBe(true);
}
