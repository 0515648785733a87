import { setImmediate as breath } from 'node:timers/promises';
import type { Append, EventCodec, EventStore } from '#event-store';
import { Unavailable } from '#kernel';
import { LedgerNotEmpty } from '../errors/ledger-not-empty.js';
import type { LogPlan } from './log-plan.js';
import { MadeUpLog, type MadeUpLogOptions } from './made-up-log.js';

export interface GenerateOptions extends MadeUpLogOptions {
  store: EventStore;
  codec: EventCodec;
  /** Told now and then how many events are there. */
  onProgress?: (events: number) => void;
  signal?: AbortSignal;
}

export interface GeneratedLog extends LogPlan {
  stored: number;
  /** Events that an earlier run had stored. */
  duplicates: number;
  seconds: number;
  eventsPerSecond: number;
}

/** Events that are made while as many are being stored. */
const STEP_EVENTS = 4_000;

/**
 * Stores the log of a plan: two runs of one plan make the same log, byte for byte, and the second stores nothing.
 * The events are appended as they are, without the recorder: it would remember what each customer's stream says, and read
 * that again for logs larger than its memory, to come to the same answers (see MadeUpLog). It can throw:
 * - LedgerNotEmpty, when the log holds anything else
 * - Unavailable, when it was asked to stop; the same call goes on with it
 * - what the store throws
 */
export async function generateLog(options: GenerateOptions): Promise<GeneratedLog> {
  const { plan, store, codec, onProgress, signal } = options;
  await requireOwn(store, codec, plan.source);
  const started = performance.now();
  const counts = { stored: 0, duplicates: 0 };
  let storing = Promise.resolve();
  for (const step of stepsOf(options)) {
    await storing;
    onProgress?.(counts.stored + counts.duplicates);
    if (signal?.aborted) throw new Unavailable('stopped before it was done; run it again and it goes on', 0);
    storing = storeStep(store, step, counts);
    // Whoever waits for it is told; until then the next step is made.
    storing.catch(() => undefined);
    await breath();
  }
  await storing;
  const seconds = (performance.now() - started) / 1_000;
  return {
    ...plan,
    ...counts,
    seconds: Number(seconds.toFixed(3)),
    eventsPerSecond: Math.round(plan.events / Math.max(seconds, 0.001)),
  };
}

async function requireOwn(store: EventStore, codec: EventCodec, wanted: string): Promise<void> {
  for await (const [first] of store.readAll({ limit: 1 })) {
    const { source } = codec.decode(first!).metadata;
    if (source !== wanted) throw new LedgerNotEmpty(wanted, source);
  }
}

function* stepsOf(options: GenerateOptions): Generator<Append[]> {
  let step: Append[] = [];
  let size = 0;
  for (const { fact, events, recordedAt } of new MadeUpLog(options)) {
    const encoded = events.map((event) => options.codec.encode(event, recordedAt));
    // With `any`, appends of one stream may stand in one batch; only this program knows these streams.
    step.push({ stream: fact.stream, expectedRevision: 'any', events: encoded });
    size += events.length;
    if (size < STEP_EVENTS) continue;
    yield step;
    step = [];
    size = 0;
  }
  if (step.length > 0) yield step;
}

async function storeStep(
  store: EventStore,
  step: readonly Append[],
  counts: { stored: number; duplicates: number },
): Promise<void> {
  const outcomes = await store.appendMany(step);
  outcomes.forEach((outcome, at) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    counts[outcome.value.duplicate ? 'duplicates' : 'stored'] += step[at]!.events.length;
  });
}
