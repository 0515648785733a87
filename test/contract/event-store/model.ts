import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Append,
  type Appended,
  type ExpectedRevision,
  IdempotencyConflict,
  meets,
  type NewEvent,
  RevisionConflict,
} from '#event-store';
import type { ContractEngine } from './contract-engine.js';
import { all, anEvent, expectAscending, positions } from './events.js';
import { logUnderTest } from './log-under-test.js';

/** What an append is answered with, without the place in the log, which the engine may choose. */
type Outcome = { revision: number; duplicate: boolean } | { error: string };

/** The contract in its simplest form: arrays in memory. */
class ModelLog {
  readonly streams = new Map<string, NewEvent[]>();
  private readonly places = new Map<string, { stream: string; revision: number; event: NewEvent }>();

  append({ stream, expectedRevision, events }: Append): Outcome {
    if (new Set(events.map((event) => event.id)).size < events.length) return { error: 'IdempotencyConflict' };
    if (events.some((event) => this.places.has(event.id))) return this.again(stream, events);
    const before = this.streams.get(stream) ?? [];
    if (!meets(expectedRevision, before.length === 0 ? 'none' : before.length - 1))
      return { error: 'RevisionConflict' };
    events.forEach((event, n) => this.places.set(event.id, { stream, revision: before.length + n, event }));
    this.streams.set(stream, [...before, ...events]);
    return { revision: before.length + events.length - 1, duplicate: false };
  }

  private again(stream: string, events: readonly NewEvent[]): Outcome {
    const same = events.every((event) => {
      const place = this.places.get(event.id);
      return place?.stream === stream && place.event.data.equals(event.data);
    });
    if (!same) return { error: 'IdempotencyConflict' };
    return { revision: this.places.get(events.at(-1)!.id)!.revision, duplicate: true };
  }
}

/** Few streams, few ids and few bodies, so that appends meet. */
const event = fc
  .record({ id: fc.integer({ min: 0, max: 25 }), body: fc.constantFrom('x', 'x', 'x', 'y') })
  .map(({ id, body }) =>
    anEvent({ id: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`, data: Buffer.from(body) }),
  );
const expectedRevision = fc.oneof(
  { weight: 3, arbitrary: fc.constant<ExpectedRevision>('any') },
  { weight: 2, arbitrary: fc.constantFrom<ExpectedRevision>('none', 'exists') },
  { weight: 2, arbitrary: fc.nat(4) },
);
const append = fc.record({
  stream: fc.constantFrom('a', 'b', 'c'),
  expectedRevision,
  events: fc.array(event, { minLength: 1, maxLength: 3 }),
});
const history = fc.array(fc.array(append, { maxLength: 12 }), { maxLength: 6 });

export function modelContract(engine: ContractEngine): void {
  const test = logUnderTest(engine);

  it('answers any sequence of appends, singly or in groups, as the simplest log would', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(history, async (drawn) => {
        run += 1;
        const { store } = test;
        const ofThisRun = store.eventIdsAreUniqueIn === 'log' ? ofRun : ofRunAndStream;
        const groups = drawn.map((group) => group.map((append) => ofThisRun(run, append)));
        const before = await store.head();
        const model = new ModelLog();
        for (const group of groups) {
          const expected = group.map((one) => model.append(one));
          expect((await store.appendMany(group)).map(outcomeOf)).toEqual(expected);
        }
        const stored = await all(store.readAll({ after: before }));
        expectAscending([before, ...positions(stored)]);
        if (store.hasGaplessPositions) expect(await store.head()).toBe(before + BigInt(stored.length));
        for (const stream of ['a', 'b', 'c'].map((name) => `${name}-${run}`)) {
          const found = stored.filter((one) => one.stream === stream);
          expect(found.map(({ revision }) => revision)).toEqual(found.map((_, n) => n));
          expect(found.map(({ id, data }) => ({ id, data }))).toEqual(
            (model.streams.get(stream) ?? []).map(({ id, data }) => ({ id, data })),
          );
        }
      }),
      { numRuns: 100 },
    );
  });
}

/** The same append in streams and with ids of its own, so that the runs can share a log. */
function ofRun(run: number, append: Append): Append {
  const prefix = run.toString(16).padStart(8, '0');
  return {
    ...append,
    stream: `${append.stream}-${run}`,
    events: append.events.map((each) => ({ ...each, id: `${prefix}${each.id.slice(8)}` })),
  };
}

/** Also with ids that no other stream has, where an engine cannot know them all. */
function ofRunAndStream(run: number, append: Append): Append {
  const { events, ...rest } = ofRun(run, append);
  const digit = append.stream.charCodeAt(0).toString(16);
  return { ...rest, events: events.map((each) => ({ ...each, id: each.id.replace('-4000-', `-40${digit}-`) })) };
}

function outcomeOf(outcome: PromiseSettledResult<Appended>): Outcome {
  if (outcome.status === 'fulfilled') {
    return { revision: outcome.value.revision, duplicate: outcome.value.duplicate };
  }
  const reason: unknown = outcome.reason;
  if (reason instanceof RevisionConflict || reason instanceof IdempotencyConflict) return { error: reason.name };
  throw reason;
}
