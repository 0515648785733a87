import { setTimeout as delay } from 'node:timers/promises';

/** Whether the work was done before the time was over; it goes on when it was not. Errors of the work are thrown. */
export async function inTime(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  const waiting = new AbortController();
  const timeIsOver = delay(limitMs, false, { signal: waiting.signal }).catch(() => false);
  try {
    return await Promise.race([work.then(() => true), timeIsOver]);
  } finally {
    waiting.abort();
  }
}
