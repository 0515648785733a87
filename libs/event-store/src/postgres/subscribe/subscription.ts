import type { StoredEvent } from '../../port/stored-event.js';
import { isLostConnection } from '../connection/lost-connection.js';
import { pauseBefore } from '../../connection/pause.js';
import { ahead, isLast } from '../../read/pages.js';
import type { HeadSignal } from './head-signal.js';

/** How long a subscription trusts in being woken before it looks for itself. */
const SAFETY_POLL_MS = 2_000;

export interface SubscriptionRequest {
  after: bigint;
  limit: number;
  fetch: (after: bigint) => Promise<StoredEvent[]>;
  stopped: () => boolean;
  head: HeadSignal;
  signal: AbortSignal | undefined;
}

/**
 * Catching up and live are one loop: read what lies behind the last event, and sleep only when there was nothing. What
 * was handed out decides where to go on, so a lost connection loses and doubles nothing.
 */
export async function* subscription(request: SubscriptionRequest): AsyncGenerator<StoredEvent[]> {
  const { fetch, stopped, head, signal } = request;
  let { after } = request;
  let failures = 0;
  let next: Promise<StoredEvent[]> | undefined;
  while (!stopped()) {
    const seen = head.head;
    try {
      const page = await (next ?? fetch(after));
      next = undefined;
      failures = 0;
      if (stopped()) return;
      if (page.length === 0) {
        await head.changeFrom(seen, SAFETY_POLL_MS, signal);
        continue;
      }
      after = page.at(-1)!.position;
      if (!isLast(page, request.limit)) next = ahead(fetch(after));
      yield page;
    } catch (error) {
      next = undefined;
      if (stopped()) return;
      if (!isLostConnection(error)) throw error;
      failures += 1;
      await head.changeFrom(seen, pauseBefore(failures), signal);
    }
  }
}
