const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** How long a job waits that was put off for the nth time in a row, from 1: doubling, up to a minute. */
export function retryPauseMs(retries: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(retries - 1, 10));
}
