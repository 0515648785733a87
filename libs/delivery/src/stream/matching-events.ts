import type { EventStore, StoredEvent } from '#event-store';
import { Unavailable } from '#kernel';
import { type EventSelection, selects } from '../selection/event-selection.js';

/** How far the log has been read, and what of it was wanted. */
export interface ReadProgress {
  /** In the order of the log; none on a stretch without any. */
  events: StoredEvent[];
  /** All up to here has been looked at. */
  position: bigint;
}

/** Small, because each reader holds one such batch and the one after it while he is slow. */
const BATCH_SIZE = 100;

/** The events behind a position that are wanted, and what comes, until the signal is aborted. */
export async function* matchingEvents(
  store: EventStore,
  selection: EventSelection,
  after: bigint,
  signal: AbortSignal,
): AsyncGenerator<ReadProgress> {
  let position = after;
  if (selection.stream !== undefined) {
    for await (const progress of caughtUp(store, { ...selection, stream: selection.stream }, after, signal)) {
      position = progress.position;
      yield progress;
    }
  }
  const wanted = selects(selection);
  for await (const batch of store.subscribe({ after: position, batchSize: BATCH_SIZE, signal })) {
    yield { events: batch.filter(wanted), position: batch.at(-1)!.position };
  }
}

/**
 * What a single stream has so far, read from that stream instead of the whole log. When the log is away for longer than
 * its patience, it is left to the subscription, which has no end of it.
 */
async function* caughtUp(
  store: EventStore,
  selection: EventSelection & { stream: string },
  after: bigint,
  signal: AbortSignal,
): AsyncGenerator<ReadProgress> {
  const wanted = selects(selection);
  try {
    const head = await store.head();
    for await (const page of store.readStream(selection.stream, { batchSize: BATCH_SIZE, signal })) {
      const fresh = page.filter(({ position }) => position > after && position <= head);
      if (fresh.length > 0) yield { events: fresh.filter(wanted), position: fresh.at(-1)!.position };
    }
    // What is not of the stream, up to the head, was passed over.
    if (head > after && !signal.aborted) yield { events: [], position: head };
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
  }
}
