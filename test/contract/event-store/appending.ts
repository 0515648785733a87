import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { EventTooLarge, IdempotencyConflict, MAX_EVENT_BYTES, RevisionConflict } from '#event-store';
import { ValidationFailed } from '#kernel';
import type { ContractEngine } from './contract-engine.js';
import { all, anEvent, events, expectWholeLog, ids, positions, to } from './events.js';
import { logUnderTest } from './log-under-test.js';

export function appendingContract(engine: ContractEngine): void {
  const test = logUnderTest(engine);

  describe('expected revision', () => {
    it('answers with revision and position of the last event', async () => {
      const first = await test.store.append(to('a', 'none', ...events(2)));
      expect(first).toEqual({ revision: 1, position: expect.any(BigInt), duplicate: false });
      const second = await test.store.append(to('b', 'any'));
      expect(second).toMatchObject({ revision: 0, duplicate: false });
      await expect(test.store.head()).resolves.toBe(second.position);
      const log = positions(await all(test.store.readAll()));
      expectWholeLog(test.store, log, 3);
      expect(log.slice(1)).toEqual([first.position, second.position]);
    });

    it('an event stands at the position that was answered, and at no other', async () => {
      const { position } = await test.store.append(to('a', 'none'));
      await expect(test.store.hasEventAt(position)).resolves.toBe(true);
      for (const other of [0n, position + 1n]) await expect(test.store.hasEventAt(other)).resolves.toBe(false);
    });

    it.each([
      ['none', 'none'],
      ['any', 'none'],
      [1, 1],
      ['exists', 1],
      ['any', 1],
    ] as const)('%s is taken by a stream at %s', async (expected, actual) => {
      if (actual !== 'none') await test.store.append(to('s', 'none', ...events(actual + 1)));
      await expect(test.store.append(to('s', expected))).resolves.toMatchObject({
        revision: actual === 'none' ? 0 : actual + 1,
      });
    });

    it.each([
      ['none', 1],
      [0, 1],
      [2, 1],
      ['exists', 'none'],
      [0, 'none'],
    ] as const)('%s is refused by a stream at %s, with the actual revision', async (expected, actual) => {
      if (actual !== 'none') await test.store.append(to('s', 'none', ...events(actual + 1)));
      const head = await test.store.head();
      const error = await test.store.append(to('s', expected)).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(RevisionConflict);
      expect(error).toMatchObject({ stream: 's', expectedRevision: expected, currentRevision: actual });
      await expect(test.store.head()).resolves.toBe(head);
    });

    it('lets one of two who expect the same win', async () => {
      const outcomes = await Promise.allSettled([
        test.store.append(to('s', 'none')),
        test.store.append(to('s', 'none')),
      ]);
      expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    });
  });

  describe('the same event id again', () => {
    it('is answered as the first time, whatever is expected', async () => {
      const [first, second] = [anEvent(), anEvent()];
      const { position } = await test.store.append(to('s', 'none', first, second));
      const later = await test.store.append(to('s', 1));
      const answer = { revision: 1, position, duplicate: true };
      await expect(test.store.append(to('s', 'none', first, second))).resolves.toEqual(answer);
      await expect(test.store.append(to('s', 'any', second))).resolves.toEqual(answer);
      await expect((await test.another()).append(to('s', 0, second))).resolves.toEqual(answer);
      await expect(test.store.head()).resolves.toBe(later.position);
    });

    it('is an error with other content', async () => {
      const event = anEvent();
      await test.store.append(to('s', 'any', event));
      const other = test.store.append(to('s', 'any', anEvent({ id: event.id })));
      await expect(other).rejects.toThrow(IdempotencyConflict);
      await expect(other).rejects.toMatchObject({ eventId: event.id });
    });

    it('is an error in another stream', async () => {
      const event = anEvent();
      await test.store.append(to('s', 'any', event));
      await expect(test.store.append(to('t', 'any', event))).rejects.toThrow(IdempotencyConflict);
      if (test.store.eventIdsAreUniqueIn === 'stream') return;
      await expect((await test.another()).append(to('t', 'any', event))).rejects.toThrow(IdempotencyConflict);
    });

    it('is an error when only some of the events are there, and stores none of the others', async () => {
      const known = anEvent();
      const { position } = await test.store.append(to('s', 'any', known));
      await expect(test.store.append(to('s', 'any', known, anEvent()))).rejects.toThrow(IdempotencyConflict);
      await expect(test.store.append(to('s', 'any', anEvent(), known))).rejects.toThrow(IdempotencyConflict);
      await expect(test.store.head()).resolves.toBe(position);
    });

    it('is an error when only some are there, also when a neighbour brings the rest', async () => {
      const [known, other] = [anEvent(), anEvent()];
      await test.store.append(to('s', 'none', known));
      const outcomes = await test.store.appendMany([to('s', 0, other, known), to('s', 'exists', other, anEvent())]);
      expect(outcomes).toMatchObject([
        { status: 'rejected', reason: expect.any(IdempotencyConflict) },
        { status: 'fulfilled', value: { revision: 2, duplicate: false } },
      ]);
    });

    it('is an error twice in one append', async () => {
      const event = anEvent();
      await expect(test.store.append(to('s', 'any', event, event))).rejects.toThrow(IdempotencyConflict);
    });

    it('is stored once when many send it at the same time, from two processes', async () => {
      const other = await test.another();
      const event = anEvent();
      // Each process stamps what it records with its own time.
      const elsewhere = { ...event, metadata: Buffer.from(JSON.stringify({ source: 'urn:contract:elsewhere' })) };
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          n % 2 ? test.store.append(to('s', 'any', event)) : other.append(to('s', 'any', elsewhere)),
        ),
      );
      expect(answers.filter((answer) => !answer.duplicate)).toHaveLength(1);
      await expect(test.store.head()).resolves.toBe(answers[0]!.position);
      expect(new Set(answers.map((answer) => answer.position)).size).toBe(1);
      await expect(all(test.store.readAll())).resolves.toHaveLength(1);
    });
  });

  describe('appends in one go', () => {
    it('disturb one another in nothing: each has its own answer or error', async () => {
      const known = anEvent();
      await test.store.append(to('old', 'none', known));
      const large = anEvent({ data: Buffer.alloc(MAX_EVENT_BYTES + 1) });
      const outcomes = await test.store.appendMany([
        to('a', 'any', ...events(2)),
        to('old', 7),
        to('a', 'any'),
        to('old', 'any', known),
        to('b', 'any', large),
        to('old', 'any', anEvent({ id: known.id })),
        { stream: 'b', expectedRevision: 'any', events: [] },
        to('b', 'none'),
        to('b', 'exists'),
        to('b', 5),
        to('b', 1),
      ]);
      expect(
        outcomes.map((one) => (one.status === 'fulfilled' ? one.value.revision : (one.reason as Error).name)),
      ).toEqual([
        1,
        'RevisionConflict',
        2,
        0,
        'EventTooLarge',
        'IdempotencyConflict',
        'ValidationFailed',
        0,
        1,
        'RevisionConflict',
        2,
      ]);
      const stored = await all(test.store.readAll());
      expectWholeLog(test.store, positions(stored), 7);
    });

    it('may be none', async () => {
      await expect(test.store.appendMany([])).resolves.toEqual([]);
    });

    it('keep the order of each stream, in thousands', async () => {
      const appends = Array.from({ length: 5_000 }, (_, n) => to(`s-${n % 37}`, 'any'));
      const outcomes = await test.store.appendMany(appends);
      expect(outcomes.every((outcome) => outcome.status === 'fulfilled')).toBe(true);
      for (const stream of ['s-0', 's-36']) {
        const sent = appends.filter((append) => append.stream === stream).flatMap((append) => append.events);
        expect(ids(await all(test.store.readStream(stream)))).toEqual(ids(sent));
      }
      const again = await test.store.appendMany(appends);
      expect(again).toEqual(
        outcomes.map((one) =>
          one.status === 'fulfilled' ? { ...one, value: { ...one.value, duplicate: true } } : one,
        ),
      );
    });

    it('may build upon one another', async () => {
      const outcomes = await test.store.appendMany([to('s', 'none'), to('s', 0), to('s', 1), to('s', 1), to('s', 2)]);
      expect(outcomes.map((outcome) => outcome.status)).toEqual([
        'fulfilled',
        'fulfilled',
        'fulfilled',
        'rejected',
        'fulfilled',
      ]);
    });
  });

  describe('bytes', () => {
    it('of the largest event come back as they were', async () => {
      const { data, metadata } = engine.largestEvent;
      const event = anEvent({ data: randomBytes(data), metadata: randomBytes(metadata) });
      const empty = anEvent({ data: Buffer.alloc(0), metadata: Buffer.alloc(0) });
      await test.store.append(to('s', 'none', event));
      await test.store.append(to('s', 0, empty));
      const [found, foundEmpty] = await all(test.store.readStream('s'));
      expect(found!.data.equals(event.data)).toBe(true);
      expect(found!.metadata.equals(event.metadata)).toBe(true);
      expect(foundEmpty).toMatchObject(empty);
    });

    it.each(['data', 'metadata'] as const)(
      'beyond 1 MiB of %s are refused with the size and the limit',
      async (part) => {
        const bytes = MAX_EVENT_BYTES + 1;
        const event = anEvent({ [part]: Buffer.alloc(bytes) });
        const neighbour = test.store.append(to('t', 'none'));
        const error = await test.store.append(to('s', 'none', event)).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(EventTooLarge);
        expect(error).toMatchObject({ details: { eventId: event.id, bytes, maxBytes: MAX_EVENT_BYTES } });
        await expect(neighbour).resolves.toMatchObject({ revision: 0 });
      },
    );

    it.each(['{"b":1,"a":2}', '{"a": 1.0}', '[1,2]', '{"1":1,"0":2}', '{"a":1,"a":2}', 'null', '{', ' {} '])(
      'that are JSON or nearly, as %s, stay the same bytes',
      async (text) => {
        const event = anEvent({ data: Buffer.from(text), metadata: Buffer.from(text) });
        await test.store.append(to('s', 'none', event));
        await expect(all(test.store.readStream('s'))).resolves.toEqual([expect.objectContaining(event)]);
      },
    );
  });

  it('takes names in any script and with any sign', async () => {
    const stream = `customer-'"\\$1;--\n☕ ${randomUUID()}`;
    const event = anEvent({ type: "Ünder'sucht\\" });
    const { position } = await test.store.append(to(stream, 'none', event));
    await expect(all(test.store.readStream(stream))).resolves.toEqual([{ ...event, stream, revision: 0, position }]);
    await expect(all(test.store.readStreams([stream, "'"]))).resolves.toHaveLength(1);
  });

  it.each([
    ['an id that is no UUID', to('s', 'any', anEvent({ id: 'x' }))],
    ['a stream without a name', to('', 'any')],
    ['a name with NUL', to('a\0b', 'any')],
    ['a name with half a character', to('\ud800', 'any')],
    ['a revision that cannot be', to('s', -4)],
  ])('refuses %s, and its neighbours do not notice', async (_, append) => {
    const [refused, taken] = await test.store.appendMany([append, to('t', 'none')]);
    expect(refused).toMatchObject({ status: 'rejected', reason: expect.any(ValidationFailed) });
    expect(taken).toMatchObject({ status: 'fulfilled' });
  });
}
