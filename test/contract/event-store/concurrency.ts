import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { type Appended, type EventStore, RevisionConflict, type StoredEvent } from '#event-store';
import type { ContractEngine } from './contract-engine.js';
import { all, anEvent, expectWholeLog, ids, positions, to } from './events.js';
import { logUnderTest } from './log-under-test.js';

const WRITERS = 64;
const APPENDS_EACH = 25;
const STREAMS = 8;

export function concurrencyContract(engine: ContractEngine): void {
  const test = logUnderTest(engine);

  it('64 writers on overlapping streams, in two processes: no gap, no duplicate, order of commit', async () => {
    const stores = [test.store, await test.another()];
    const reading = readByCheckpoint(await test.another(), WRITERS * APPENDS_EACH);
    let highestAcknowledged = 0n;
    const acknowledged: { stream: string; id: string; revision: number; position: bigint }[] = [];

    const write = async (writer: number): Promise<void> => {
      let mine = 0n;
      for (let n = 0; n < APPENDS_EACH; n += 1) {
        const stream = `s-${(writer + n) % STREAMS}`;
        const event = anEvent();
        const before = highestAcknowledged;
        const answer = await appendSomehow(stores[writer % 2]!, stream, event, writer % 3 === 0);
        // Whoever began after another was answered comes after it, and so do one's own.
        expect(answer.position > before && answer.position > mine).toBe(true);
        mine = answer.position;
        if (answer.position > highestAcknowledged) highestAcknowledged = answer.position;
        acknowledged.push({ stream, id: event.id, revision: answer.revision, position: answer.position });
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));

    const log = await all(test.store.readAll());
    expectWholeLog(test.store, positions(log), WRITERS * APPENDS_EACH);
    acknowledged.sort((a, b) => Number(a.position - b.position));
    expect(log.map(({ stream, id, revision, position }) => ({ stream, id, revision, position }))).toEqual(acknowledged);
    const revisions = new Map<string, number>();
    for (const event of log) {
      expect(event.revision).toBe((revisions.get(event.stream) ?? -1) + 1);
      revisions.set(event.stream, event.revision);
    }
    expect(ids(await reading)).toEqual(ids(log));
  });

  it('a reader that keeps its checkpoint misses nothing while a transaction is held open across a later commit', async () => {
    if (!test.log.holdAppend) return;
    await test.store.append(to('before', 'none'));
    const reading = readByCheckpoint(await test.another(), 4);
    const held = anEvent();
    const transaction = await test.log.holdAppend(to('held', 'any', held));
    const later = [test.store.append(to('later', 'none')), (await test.another()).append(to('later-too', 'none'))];
    await sleep(300);
    await expect(test.store.head()).resolves.toBe(1n);
    await transaction.commit();
    await Promise.all(later);
    const seen = await reading;
    expectWholeLog(test.store, positions(seen), 4);
    expect(seen[1]!.id).toBe(held.id);
  });

  it('an append that is taken back leaves no gap', async () => {
    if (!test.log.holdAppend) return;
    const transaction = await test.log.holdAppend(to('held', 'any'));
    const later = test.store.append(to('later', 'none'));
    await sleep(100);
    await transaction.rollback();
    await expect(later).resolves.toMatchObject({ position: 1n });
  });

  it('appends ride out cut connections, and nothing is stored twice', async () => {
    const sent = Array.from({ length: 400 }, () => anEvent());
    const answers: Appended[] = [];
    const cutting = (async () => {
      for (let n = 0; n < 4; n += 1) {
        await sleep(60);
        await test.log.cutConnections();
      }
    })();
    const callers = Array.from({ length: 8 }, async (_, caller) => {
      for (let n = caller; n < sent.length; n += 8) {
        answers.push(await test.store.append(to(`s-${caller}`, 'any', sent[n]!)));
        await sleep(2);
      }
    });
    await Promise.all([cutting, ...callers]);
    const log = await all(test.store.readAll());
    expectWholeLog(test.store, positions(log), sent.length);
    expect(ids(log).sort()).toEqual(ids(sent).sort());
    expect(answers.every((answer) => !answer.duplicate)).toBe(true);
  });
}

/** By optimistic concurrency, as a command handler does, or without any expectation. */
async function appendSomehow(store: EventStore, stream: string, event: ReturnType<typeof anEvent>, careful: boolean) {
  if (!careful) return store.append(to(stream, 'any', event));
  for (;;) {
    const [last] = await all(store.readStream(stream, { direction: 'backwards', limit: 1 }));
    try {
      return await store.append(to(stream, last?.revision ?? 'none', event));
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
    }
  }
}

/** Reads on from its checkpoint again and again, until it has seen so many. */
async function readByCheckpoint(store: EventStore, count: number): Promise<StoredEvent[]> {
  const seen: StoredEvent[] = [];
  let checkpoint = 0n;
  while (seen.length < count) {
    for await (const batch of store.readAll({ after: checkpoint, batchSize: 50 })) {
      seen.push(...batch);
      checkpoint = batch.at(-1)!.position;
    }
    await sleep(1);
  }
  return seen;
}
