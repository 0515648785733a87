import { setTimeout as sleep } from 'node:timers/promises';
import { Unavailable } from '#kernel';
import { isLostConnection } from './lost-connection.js';

/** How long a lost connection is borne before the caller is told. */
const PATIENCE_MS = 15_000;
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 1_000;

/** Time to wait before the next attempt: doubling, with jitter so that not all come back at once. */
export function pauseBefore(attempt: number): number {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt, 10));
  return longest / 2 + (Math.random() * longest) / 2;
}

/**
 * Does something again and again, attempt 0 first, as long as the connection is lost. Only for what may be done twice.
 * Throws Unavailable when patience is over; other errors as they are.
 */
export async function withPatience<T>(work: (attempt: number) => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!isLostConnection(error)) throw error;
      const pause = pauseBefore(attempt);
      if (performance.now() + pause > giveUpAt) {
        throw new Unavailable('the event log cannot be reached', 1, { cause: error });
      }
      await sleep(pause);
    }
  }
}
