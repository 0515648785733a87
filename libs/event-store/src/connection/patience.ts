import { setTimeout as sleep } from 'node:timers/promises';
import { Unavailable } from '#kernel';
import { pauseBefore } from './pause.js';

/** How long a lost connection is borne before the caller is told. */
const PATIENCE_MS = 15_000;

/**
 * Does something again and again, attempt 0 first, as long as what goes wrong `passes` by itself. Only for what may be
 * done twice. Throws Unavailable when patience is over; other errors as they are.
 */
export async function withPatienceFor<T>(
  passes: (error: unknown) => boolean,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!passes(error)) throw error;
      const pause = pauseBefore(attempt);
      if (performance.now() + pause > giveUpAt) {
        throw new Unavailable('the event log cannot be reached', 1, { cause: error });
      }
      await sleep(pause);
    }
  }
}
