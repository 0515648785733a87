import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import type { EventStore, StoredEvent } from '#event-store';
import type { ContractEngine } from './contract-engine.js';
import { positionsUpTo, to } from './events.js';
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
    for (const seen of await Promise.all(subscribers)) expect(seen).toEqual(positionsUpTo(6_000));
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
    await expect(follow(test.store, 5, 3, 15n)).resolves.toEqual([16n, 17n, 18n, 19n, 20n]);
  });

  it('goes on after the database has cut its connections, idle or under load', async () => {
    const other = await test.another();
    const seen = follow(test.store, 1_200, 10);
    for (let n = 0; n < 12; n += 1) {
      await appendMany(other, 100);
      if (n % 4 === 0) await test.log.cutConnections();
      if (n === 6) await sleep(500);
    }
    expect(await seen).toEqual(positionsUpTo(1_200));
  });

  it('ends when it is aborted, and when the store is closed', async () => {
    await appendMany(test.store, 5);
    const abort = new AbortController();
    const aborted = endOf(test.store.subscribe({ after: 0n, signal: abort.signal }));
    const closed = endOf(test.store.subscribe({ after: 0n }));
    await sleep(100);
    abort.abort();
    await expect(aborted).resolves.toBe(5);
    await test.store.close();
    await expect(closed).resolves.toBe(5);
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

async function endOf(batches: AsyncIterable<StoredEvent[]>): Promise<number> {
  let count = 0;
  for await (const batch of batches) count += batch.length;
  return count;
}

async function appendMany(store: EventStore, count: number): Promise<void> {
  const outcomes = await store.appendMany(Array.from({ length: count }, (_, n) => to(`s-${n % 11}`, 'any')));
  expect(outcomes.every((outcome) => outcome.status === 'fulfilled')).toBe(true);
}
