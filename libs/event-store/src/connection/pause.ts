const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 1_000;

/** Time to wait before the next attempt: doubling, with jitter so that not all come back at once. */
export function pauseBefore(attempt: number): number {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt, 10));
  return longest / 2 + (Math.random() * longest) / 2;
}
