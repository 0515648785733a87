import type { StoredEvent } from '../../port/stored-event.js';
import { ahead, bytesOfEvents, pages } from '../../read/pages.js';
import type { LogReader } from './log-reader.js';

/** Streams that are being read at the same time. */
const AT_ONCE = 16;

/** A stream up to its first page's end: all of it, for most. */
const FIRST_PAGE = 500;

/** Batches are put together from small streams up to this many events. */
const BATCH_EVENTS = 1_000;

/**
 * Whole streams, a bounded number of them read ahead: each one's first page, in the order of the names. What is longer
 * is read on in its turn.
 */
export async function* streamsInParallel(
  reader: LogReader,
  streams: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<StoredEvent[]> {
  const names = [...new Set(streams)];
  const begun: Promise<StoredEvent[]>[] = [];
  const stopped = () => signal?.aborted ?? false;
  let batch: StoredEvent[] = [];
  for (let at = 0; at < names.length && !stopped(); at += 1) {
    for (let next = at + begun.length; next < names.length && begun.length < AT_ONCE; next += 1) {
      begun.push(ahead(reader.streamPage(names[next]!, { direction: 'forwards', from: undefined, limit: FIRST_PAGE })));
    }
    const first = await begun.shift()!;
    if (stopped()) return;
    batch.push(...first);
    if (first.length < FIRST_PAGE && batch.length < BATCH_EVENTS && bytesOfEvents(first) < LARGE_BYTES) continue;
    yield batch;
    batch = [];
    if (first.length > 0) yield* restOf(reader, first.at(-1)!, stopped);
  }
  if (batch.length > 0 && !stopped()) yield batch;
}

/** A page of so many bytes may have been cut by them, and is handed on at once. */
const LARGE_BYTES = 1024 * 1024;

function restOf(reader: LogReader, last: StoredEvent, stopped: () => boolean): AsyncGenerator<StoredEvent[]> {
  return pages({
    fetch: (before, limit) =>
      reader.streamPage(last.stream, { direction: 'forwards', from: (before ?? last).revision + 1, limit }),
    stopped,
  });
}
