import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Append,
  type Appended,
  type EventStore,
  type ExpectedRevision,
  IdempotencyConflict,
  RevisionConflict,
  type StoredEvent,
} from '#event-store';
import type { ContractEngine } from './contract-engine.js';
import { all, anEvent, expectAscending, positions } from './events.js';
import { logUnderTest } from './log-under-test.js';

/** What happens at some moment: one of two processes appends, something breaks, or a while goes by. */
type Step =
  | { kind: 'append'; process: 0 | 1; stream: string; expectedRevision: ExpectedRevision; ids: number[] }
  | { kind: 'cut' }
  | { kind: 'disturb'; which: number }
  | { kind: 'wait'; ms: number };

interface Attempt {
  append: Append;
  outcome: PromiseSettledResult<Appended>;
}

const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      process: fc.constantFrom(0 as const, 1 as const),
      stream: fc.constantFrom('a', 'b'),
      expectedRevision: fc.oneof(
        { weight: 4, arbitrary: fc.constant<ExpectedRevision>('any') },
        { weight: 1, arbitrary: fc.constantFrom<ExpectedRevision>('none', 'exists', 0, 1, 3) },
      ),
      ids: fc.uniqueArray(fc.nat(30), { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'cut' }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('disturb' as const), which: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(15) }) },
);

/** Two processes at once, with everything that can break breaking: what was answered is what is in the log. */
export function interleavingContract(engine: ContractEngine): void {
  const test = logUnderTest(engine);

  it('answers what is in the log, whatever happens meanwhile, and stores nothing else', async () => {
    let run = 0;
    const other = await test.another();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps: Step[]) => {
        run += 1;
        const before = await test.store.head();
        const attempts = await play(steps, [test.store, other], `${run}`, test.log);
        const stored = await all(other.readAll({ after: before }));
        expectAscending([before, ...positions(stored)]);
        expect(await seenBySubscription(test.store, before, stored.length)).toEqual(stored);
        for (const attempt of attempts) expectTrue(attempt, stored);
        for (const event of stored) expectStoredOnce(event, stored, attempts);
      }),
      { numRuns: 15 },
    );
  });
}

async function play(
  steps: readonly Step[],
  stores: readonly EventStore[],
  run: string,
  log: { cutConnections(): Promise<void>; disturb?(which: number): void },
): Promise<Attempt[]> {
  const attempts: Promise<Attempt>[] = [];
  for (const each of steps) {
    if (each.kind === 'cut') await log.cutConnections();
    else if (each.kind === 'disturb') log.disturb?.(each.which);
    else if (each.kind === 'wait') await sleep(each.ms);
    else {
      const append = appendOf(each, run);
      const sent = Promise.allSettled([stores[each.process]!.append(append)]);
      attempts.push(sent.then(([outcome]) => ({ append, outcome })));
    }
  }
  return Promise.all(attempts);
}

/** Each process stamps its own metadata, and what it says under an id is the same but for one. */
function appendOf(each: Extract<Step, { kind: 'append' }>, run: string): Append {
  const { process, stream, expectedRevision, ids } = each;
  const digit = stream.charCodeAt(0).toString(16).padStart(4, '0');
  return {
    stream: `${stream}-${run}`,
    expectedRevision,
    events: ids.map((id) =>
      anEvent({
        id: `${run.padStart(8, '0')}-${digit}-4000-8000-${String(id).padStart(12, '0')}`,
        data: Buffer.from(id === 7 ? `{"by":${process}}` : `{"id":${id}}`),
        metadata: Buffer.from(`{"by":${process}}`),
      }),
    ),
  };
}

/** What an append was answered holds in the log. */
function expectTrue({ append, outcome }: Attempt, stored: readonly StoredEvent[]): void {
  if (outcome.status === 'rejected') {
    const reason: unknown = outcome.reason;
    expect(reason instanceof RevisionConflict || reason instanceof IdempotencyConflict).toBe(true);
    return;
  }
  const { revision, position, duplicate } = outcome.value;
  const found = append.events.map(({ id }) => stored.find((event) => event.id === id));
  expect(found.at(-1)).toMatchObject({ stream: append.stream, revision, position });
  for (const [n, event] of append.events.entries()) {
    expect(found[n]!.stream).toBe(append.stream);
    expect(found[n]!.data.equals(event.data)).toBe(true);
    if (!duplicate) {
      expect(found[n]!.metadata.equals(event.metadata)).toBe(true);
      expect(found[n]!.revision).toBe(revision - (append.events.length - 1 - n));
    }
  }
}

/** It is there once, in its place, and somebody was told that he stored it. */
function expectStoredOnce(event: StoredEvent, stored: readonly StoredEvent[], attempts: readonly Attempt[]): void {
  expect(stored.filter(({ id }) => id === event.id)).toHaveLength(1);
  const before = stored.filter(({ stream, position }) => stream === event.stream && position < event.position);
  expect(event.revision).toBe(before.length);
  const owners = attempts.filter(
    ({ append, outcome }) =>
      outcome.status === 'fulfilled' && !outcome.value.duplicate && append.events.some(({ id }) => id === event.id),
  );
  expect(owners.length).toBeGreaterThan(0);
}

async function seenBySubscription(store: EventStore, after: bigint, count: number): Promise<StoredEvent[]> {
  const seen: StoredEvent[] = [];
  if (count === 0) return seen;
  for await (const batch of store.subscribe({ after })) {
    seen.push(...batch);
    if (seen.length >= count) break;
  }
  return seen;
}
