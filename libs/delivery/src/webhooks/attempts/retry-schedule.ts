const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How often and how late a delivery is tried again. */
export interface RetrySchedule {
  /** The pause before each further attempt; there is one attempt more than there are pauses. */
  pausesMs: readonly number[];
  /** By what part a pause may be longer, so that not everything comes back at once: 0.2 is up to a fifth. */
  jitter: number;
}

/** The example of the Standard Webhooks spec: ten attempts, the last one three days after the first. */
export const STANDARD_SCHEDULE: RetrySchedule = {
  pausesMs: [
    ...[5 * SECOND, 5 * MINUTE, 30 * MINUTE],
    ...[2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
  ],
  jitter: 0.2,
};

/** The pause after the n-th attempt that failed (from 1), `random` from 0 to 1; undefined when it was the last one. */
export function pauseAfter(attempts: number, { pausesMs, jitter }: RetrySchedule, random: number): number | undefined {
  const pauseMs = pausesMs[attempts - 1];
  return pauseMs === undefined ? undefined : pauseMs * (1 + jitter * random);
}
