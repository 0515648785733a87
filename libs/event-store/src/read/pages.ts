import type { NewEvent, StoredEvent } from '../port/stored-event.js';

/** A page ends when it has this many bytes, so that memory stays flat however large the events are. */
export const PAGE_BYTES = 8 * 1024 * 1024;
export const DEFAULT_BATCH_SIZE = 1_000;
const MAX_BATCH_SIZE = 10_000;

export interface PageRequest {
  /** The page behind this event, or the first one. */
  fetch: (last: StoredEvent | undefined, limit: number) => Promise<StoredEvent[]>;
  stopped: () => boolean;
  limit?: number | undefined;
  batchSize?: number | undefined;
}

/** Page after page until there is no more. While one is being worked on the next is read, never more than that. */
export async function* pages({ fetch, stopped, limit, batchSize }: PageRequest): AsyncGenerator<StoredEvent[]> {
  const size = pageSize(batchSize);
  let left = limit ?? Infinity;
  if (left <= 0 || stopped()) return;
  let asked = Math.min(size, left);
  let next: Promise<StoredEvent[]> | undefined = fetch(undefined, asked);
  while (next) {
    const page: StoredEvent[] = await next;
    if (page.length === 0 || stopped()) return;
    left -= page.length;
    next = undefined;
    if (left > 0 && !isLast(page, asked)) {
      asked = Math.min(size, left);
      next = ahead(fetch(page.at(-1), asked));
    }
    yield page;
    if (stopped()) return;
  }
}

export function pageSize(batchSize: number | undefined): number {
  return Math.min(MAX_BATCH_SIZE, Math.max(1, Math.trunc(batchSize ?? DEFAULT_BATCH_SIZE)));
}

/** Whether there was nothing behind it: it was cut neither by the number of rows nor by their bytes. */
export function isLast(page: readonly StoredEvent[], asked: number): boolean {
  if (page.length >= asked) return false;
  return bytesOfEvents(page) < PAGE_BYTES;
}

export function bytesOfEvents(events: readonly NewEvent[]): number {
  let bytes = 0;
  for (const event of events) bytes += event.data.length + event.metadata.length;
  return bytes;
}

/** A page read ahead may fail when nobody waits for it any more; whoever does wait is still told. */
export function ahead<T>(page: Promise<T>): Promise<T> {
  page.catch(() => undefined);
  return page;
}
