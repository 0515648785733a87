import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '#event-store';
import { type EventFeedOptions, eventFeed } from './event-feed.js';
import type { ReadProgress } from './matching-events.js';

const event = (position: number): StoredEvent => ({
  id: `e${position}`,
  type: 'SomethingSaid',
  stream: 'customer-1',
  revision: position,
  position: BigInt(position),
  data: Buffer.from('{}'),
  metadata: Buffer.from('{}'),
});

function feedOf(progress: AsyncIterator<ReadProgress>, changes: Partial<EventFeedOptions> = {}) {
  const encode = ({ position }: StoredEvent): string => JSON.stringify({ position: String(position) });
  return eventFeed(progress, { after: 5n, encode, heartbeatMs: 60_000, retryMs: 2_000, ...changes });
}

async function* read(...steps: ReadProgress[]): AsyncGenerator<ReadProgress> {
  yield* steps;
}

async function textOf(feed: AsyncIterable<string>): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of feed) pieces.push(piece);
  return pieces;
}

describe('the text of an event stream', () => {
  it('says how soon to come again and where it begins, then each event with its position', async () => {
    const text = await textOf(
      feedOf(read({ events: [event(6), event(8)], position: 9n }, { events: [event(11)], position: 11n })),
    );
    expect(text).toEqual([
      'retry: 2000\nid: 5\n\n',
      'id: 6\ndata: {"position":"6"}\n\nid: 8\ndata: {"position":"8"}\n\n',
      'id: 11\ndata: {"position":"11"}\n\n',
    ]);
  });

  it('comes in pieces that can be held, however many events there are', async () => {
    const events = Array.from({ length: 100 }, (_, n) => event(n + 6));
    const pieces = await textOf(feedOf(read({ events, position: 105n }), { encode: () => 'x'.repeat(20_000) }));
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(100_000);
    expect(pieces.join('').match(/^id: /gm)).toHaveLength(101);
  });

  it('has a heartbeat while nothing comes, and an id alone when there was nothing wanted', async () => {
    const steps = [{ events: [event(6)], position: 7n }];
    let asked = 0;
    const silent: AsyncIterator<ReadProgress> = {
      next: () => {
        asked += 1;
        const step = steps.shift();
        return step ? Promise.resolve({ value: step, done: false }) : new Promise(() => undefined);
      },
    };
    const feed = feedOf(silent, { heartbeatMs: 20 });
    const text: string[] = [];
    for await (const piece of feed) {
      text.push(piece);
      if (text.length === 5) break;
    }
    expect(text.slice(1)).toEqual(['id: 6\ndata: {"position":"6"}\n\n', 'id: 7\n\n', ':\n\n', ':\n\n']);
    expect(asked).toBe(2);
  });

  it('tells how far it is on a long stretch that is read without a pause', async () => {
    async function* unwanted(): AsyncGenerator<ReadProgress> {
      for (let position = 6n; position < 60n; position += 1n) {
        await delay(2);
        yield { events: [], position };
      }
    }
    const text = await textOf(feedOf(unwanted(), { heartbeatMs: 10 }));
    const told = text.slice(1).map((piece) => BigInt(/^id: (\d+)\n\n$/.exec(piece)![1]!));
    expect(told.length).toBeGreaterThan(1);
    expect(told).toEqual([...told].sort((a, b) => (a < b ? -1 : 1)));
  });

  it('reads on only when what it said has been taken', async () => {
    let asked = 0;
    async function* counted(): AsyncGenerator<ReadProgress> {
      for (;;) {
        asked += 1;
        yield { events: [event(asked + 5)], position: BigInt(asked + 5) };
      }
    }
    const feed = feedOf(counted());
    await feed.next();
    await feed.next();
    await delay(50);
    expect(asked).toBe(1);
    await feed.next();
    expect(asked).toBe(2);
    await feed.return(undefined);
  });
});
