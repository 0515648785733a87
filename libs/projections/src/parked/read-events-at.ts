import type { EventStore, StoredEvent } from '#event-store';

/** Reading so many events that nobody asked for costs about as much as asking once more. */
const MAX_GAP_EVENTS = 200n;
/** Where positions count bytes: of an event of usual size. */
const BYTES_PER_EVENT = 1_000n;
const BATCH_SIZE = 1_000;

/**
 * The events at these positions, which ascend, in their order. Throws when the log has none at one of them: it is not
 * the log that the position was taken from.
 */
export async function* readEventsAt(store: EventStore, positions: readonly bigint[]): AsyncGenerator<StoredEvent> {
  const maxGap = MAX_GAP_EVENTS * (store.hasGaplessPositions ? 1n : BYTES_PER_EVENT);
  for (let begin = 0; begin < positions.length;) {
    let end = begin + 1;
    while (end < positions.length && positions[end]! - positions[end - 1]! <= maxGap) end += 1;
    yield* readRun(store, positions.slice(begin, end));
    begin = end;
  }
}

/** Positions that lie close together: read in one go. */
async function* readRun(store: EventStore, positions: readonly bigint[]): AsyncGenerator<StoredEvent> {
  let next = 0;
  const span = store.hasGaplessPositions ? Number(positions.at(-1)! - positions[0]!) + 1 : undefined;
  const limit = positions.length === 1 ? 1 : span;
  const options = { after: positions[0]! - 1n, batchSize: BATCH_SIZE, ...(limit === undefined ? {} : { limit }) };
  for await (const batch of store.readAll(options)) {
    for (const event of batch) {
      if (event.position !== positions[next]) continue;
      yield event;
      next += 1;
      if (next === positions.length) return;
    }
  }
  throw new Error(`the log has no event at position ${positions[next]}`);
}
