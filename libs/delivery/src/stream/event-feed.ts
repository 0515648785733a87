import type { StoredEvent } from '#event-store';
import type { ReadProgress } from './matching-events.js';

export interface EventFeedOptions {
  /** Position behind which it begins. */
  after: bigint;
  /** The event's JSON, on one line. */
  encode: (event: StoredEvent) => string;
  /** Nothing is written for no longer than this. */
  heartbeatMs: number;
  /** How long a reader is to wait before he comes again. */
  retryMs: number;
}

/** Characters of one piece of text, about: enough for one packet after the other, little enough to hold. */
const PIECE_LENGTH = 64 * 1024;
const HEARTBEAT = ':\n\n';

/**
 * The text of a stream of server-sent events (WHATWG HTML, section 9.2). The log is read on when the text so far has
 * been taken. On a stretch of the log without a wanted event the heartbeat is an `id` alone: it makes no event at the
 * reader's, but he then comes again behind that stretch.
 */
export async function* eventFeed(
  progress: AsyncIterator<ReadProgress>,
  { after, encode, heartbeatMs, retryMs }: EventFeedOptions,
): AsyncGenerator<string> {
  let told = after;
  let read = after;
  yield `retry: ${retryMs}\n${idAlone(after)}`;
  let writtenAt = performance.now();
  let next: Promise<IteratorResult<ReadProgress>> | undefined;
  for (;;) {
    next ??= progress.next();
    const step = await within(next, writtenAt + heartbeatMs - performance.now());
    if (step?.done) return;
    if (step) {
      next = undefined;
      read = step.value.position;
      for (const piece of pieces(step.value.events, encode)) {
        yield piece;
        writtenAt = performance.now();
      }
      told = step.value.events.at(-1)?.position ?? told;
    }
    if (performance.now() - writtenAt < heartbeatMs) continue;
    yield read > told ? idAlone(read) : HEARTBEAT;
    told = read;
    writtenAt = performance.now();
  }
}

function* pieces(events: readonly StoredEvent[], encode: (event: StoredEvent) => string): Generator<string> {
  let piece = '';
  for (const event of events) {
    piece += `id: ${event.position}\ndata: ${encode(event)}\n\n`;
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = '';
  }
  if (piece) yield piece;
}

function idAlone(position: bigint): string {
  return `id: ${position}\n\n`;
}

/** What the promise gives, or undefined when it takes longer. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.max(0, ms));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
