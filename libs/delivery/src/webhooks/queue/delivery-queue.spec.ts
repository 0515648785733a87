import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DeliveryQueue } from './delivery-queue.js';
import type { PendingDelivery } from './pending-delivery.js';

const delivery = (stream: string, position: number, dueAtMs = 0): PendingDelivery => ({
  position: BigInt(position),
  eventId: `e${position}`,
  stream,
  revision: position,
  attempts: 0,
  dueAtMs,
});
const positions = (deliveries: readonly PendingDelivery[]) => deliveries.map(({ position }) => Number(position));

describe('the queue of a webhook', () => {
  it('sends the first of each stream, and the next one when that one is settled', () => {
    const queue = new DeliveryQueue();
    queue.add([delivery('a', 1), delivery('a', 2), delivery('b', 3)]);
    const [one, three] = queue.take(0, 10);
    expect(positions([one!, three!])).toEqual([1, 3]);
    expect(queue.take(0, 10)).toEqual([]);
    queue.settle(one!);
    expect(positions(queue.take(0, 10))).toEqual([2]);
    expect([queue.size, queue.sending]).toEqual([2, 2]);
  });

  it('lets others go on while a stream waits for its next attempt', () => {
    const queue = new DeliveryQueue();
    queue.add([delivery('a', 1), delivery('a', 2), delivery('b', 3), delivery('b', 4)]);
    const [one, three] = queue.take(0, 10);
    queue.putOff(one!, 1_000);
    queue.settle(three!);
    expect(positions(queue.take(999, 10))).toEqual([4]);
    expect(queue.nextDueAtMs()).toBe(1_000);
    expect(queue.take(1_000, 10)).toEqual([expect.objectContaining({ position: 1n, attempts: 1 })]);
    expect(queue.nextDueAtMs()).toBeUndefined();
  });

  it('can be emptied, to be filled anew, but for what is under way', () => {
    const queue = new DeliveryQueue();
    queue.add([delivery('a', 1), delivery('b', 2, 50)]);
    const [one] = queue.take(0, 10);
    expect(() => queue.clear()).toThrow('under way');
    queue.putOff(one!, 10);
    queue.clear();
    expect([queue.size, queue.nextDueAtMs(), queue.take(1_000, 10)]).toEqual([0, undefined, []]);
  });

  it('gives every stream its turn when there is no room for all', () => {
    const queue = new DeliveryQueue();
    queue.add(['a', 'b', 'c'].flatMap((stream, n) => [delivery(stream, n + 1), delivery(stream, n + 11)]));
    const taken: number[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      const [next] = queue.take(0, 1);
      taken.push(Number(next!.position));
      queue.settle(next!);
    }
    expect(taken).toEqual([1, 2, 3, 11, 12, 13]);
    expect(queue.size).toBe(0);
  });

  it('whatever fails and however late: one of a stream at a time, in order, never more than asked, and all in the end', () => {
    const turn = fc.record({ limit: fc.integer({ min: 0, max: 4 }), step: fc.nat(50), fails: fc.array(fc.boolean()) });
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd')), fc.array(turn), (streams, turns) => {
        const queue = new DeliveryQueue();
        queue.add(streams.map((stream, n) => delivery(stream, n + 1, n % 3 === 0 ? 20 : 0)));
        const settled = new Map<string, number[]>();
        let now = 0;
        const patient = Array.from({ length: streams.length + 1 }, () => ({ limit: 4, step: 1_000, fails: [] }));
        for (const { limit, step, fails } of [...turns, ...patient]) {
          now += step;
          const taken = queue.take(now, limit);
          expect(taken.length).toBeLessThanOrEqual(limit);
          expect(new Set(taken.map(({ stream }) => stream)).size).toBe(taken.length);
          taken.forEach((each, n) => {
            expect(each.dueAtMs).toBeLessThanOrEqual(now);
            if (fails[n]) return queue.putOff(each, now + 100);
            settled.set(each.stream, [...(settled.get(each.stream) ?? []), Number(each.position)]);
            queue.settle(each);
          });
        }
        const expected = new Map<string, number[]>();
        streams.forEach((stream, n) => expected.set(stream, [...(expected.get(stream) ?? []), n + 1]));
        expect(settled).toEqual(expected);
        expect([queue.size, queue.sending]).toEqual([0, 0]);
      }),
    );
  });
});
