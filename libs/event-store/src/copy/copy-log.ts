import { Unavailable } from '#kernel';
import type { Append, Appended, EventStore } from '../port/event-store.js';
import type { NewEvent, StoredEvent } from '../port/stored-event.js';
import { bytesOfEvents } from '../read/pages.js';
import { LogDigest } from './log-digest.js';
import { LogsDiffer } from './logs-differ.js';

export interface LogCopy {
  /** Events of the source. */
  events: number;
  /** How many of them were not in the target before. */
  copied: number;
  digest: { from: string; to: string };
  equal: boolean;
}

export interface CopyOptions {
  from: EventStore;
  to: EventStore;
  /** Told now and then how many events are in the target, compared or copied. */
  onProgress?: (events: number) => void;
  signal?: AbortSignal;
}

/** Events that are stored in one step where the engine keeps their order. */
const STEP_EVENTS = 1_000;
const STEP_BYTES = 4 * 1024 * 1024;
/** Events of one stream that are stored in one append. */
const RUN_EVENTS = 100;
const RUN_BYTES = 256 * 1024;

/**
 * Copies a log event for event, in its order, into another that is empty or holds the beginning of it; and reads the
 * target through once more to see that it is the same. Whoever was stopped in the middle begins again, and finds by
 * comparing how far it was. Throws LogsDiffer for a target that is no beginning of the source, Unavailable when asked to
 * stop, and what the stores throw.
 */
export async function copyLog({ from, to, onProgress, signal }: CopyOptions): Promise<LogCopy> {
  const digest = new LogDigest();
  const source = eventsOf(from);
  try {
    await compareBeginning(source, to, digest, signal);
    const before = digest.events;
    onProgress?.(before);
    for await (const step of stepsOf(source)) {
      if (signal?.aborted) throw stopped();
      await store(step, to, digest.events);
      for (const event of step) digest.add(event);
      onProgress?.(digest.events);
    }
    const target = new LogDigest();
    for await (const event of eventsOf(to)) target.add(event);
    const values = { from: digest.value(), to: target.value() };
    const equal = values.from === values.to;
    return { events: digest.events, copied: digest.events - before, digest: values, equal };
  } finally {
    await source.return(undefined);
  }
}

/** For stores that are only copied between: the same is what has the same bytes. */
export function isSameBytes(stored: NewEvent, offered: NewEvent): boolean {
  return stored.type === offered.type && stored.data.equals(offered.data) && stored.metadata.equals(offered.metadata);
}

async function* eventsOf(store: EventStore): AsyncGenerator<StoredEvent, undefined> {
  for await (const batch of store.readAll()) yield* batch;
  return undefined;
}

async function compareBeginning(
  source: AsyncGenerator<StoredEvent, undefined>,
  to: EventStore,
  digest: LogDigest,
  signal: AbortSignal | undefined,
): Promise<void> {
  for await (const there of eventsOf(to)) {
    if (signal?.aborted) throw stopped();
    const { value: wanted } = await source.next();
    if (!wanted) throw new LogsDiffer(digest.events + 1, 'the source has ended');
    const { stream, revision, id } = wanted;
    const isSame = there.stream === stream && there.revision === revision && there.id === id;
    if (!isSame || !isSameBytes(there, wanted)) {
      throw new LogsDiffer(digest.events + 1, `it has ${there.id} of ${there.stream}, the source ${id} of ${stream}`);
    }
    digest.add(wanted);
  }
}

/** What is read of the source, cut into steps of bounded size. */
async function* stepsOf(source: AsyncGenerator<StoredEvent, undefined>): AsyncGenerator<StoredEvent[]> {
  let step: StoredEvent[] = [];
  let bytes = 0;
  // Not by `for await`, which would end the source when somebody leaves.
  for (let next = await source.next(); !next.done; next = await source.next()) {
    step.push(next.value);
    bytes += bytesOfEvents([next.value]);
    if (step.length < STEP_EVENTS && bytes < STEP_BYTES) continue;
    yield step;
    step = [];
    bytes = 0;
  }
  if (step.length > 0) yield step;
}

async function store(step: readonly StoredEvent[], to: EventStore, before: number): Promise<void> {
  const runs = runsOf(step);
  // With `any` no append has to wait for the one before it; what it is answered says whether it came to its place.
  const appends = runs.map(({ stream, events }): Append => ({ stream, events, expectedRevision: 'any' }));
  let place = before;
  for await (const [n, { revision }] of answersTo(appends, to)) {
    const last = runs[n]!.events.at(-1)!;
    place += runs[n]!.events.length;
    if (revision !== last.revision) {
      throw new LogsDiffer(place, `${last.stream} is at revision ${revision} instead of ${last.revision}`);
    }
  }
}

/** The answers in order; each append waits for the one before it where only so the order is kept. */
async function* answersTo(appends: readonly Append[], to: EventStore): AsyncGenerator<[number, Appended]> {
  if (to.keepsOrderOfAppends) {
    for (const [n, outcome] of (await to.appendMany(appends)).entries()) {
      if (outcome.status === 'rejected') throw outcome.reason;
      yield [n, outcome.value];
    }
  } else {
    for (const [n, append] of appends.entries()) yield [n, await to.append(append)];
  }
}

/** Neighbours of one stream go together. */
function runsOf(step: readonly StoredEvent[]): { stream: string; events: StoredEvent[] }[] {
  const runs: { stream: string; events: StoredEvent[] }[] = [];
  for (const event of step) {
    const run = runs.at(-1);
    const fits =
      run?.stream === event.stream &&
      run.events.length < RUN_EVENTS &&
      bytesOfEvents(run.events) + bytesOfEvents([event]) <= RUN_BYTES;
    if (run && fits) run.events.push(event);
    else runs.push({ stream: event.stream, events: [event] });
  }
  return runs;
}

function stopped(): Unavailable {
  return new Unavailable('stopped before it was done; run it again and it goes on', 0);
}
