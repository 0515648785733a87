/** What trying left-out events again came to. */
export interface RetryOutcome {
  /** How many are in the rows now. */
  applied: number;
  /** How many of those tried failed again. */
  parked: number;
  /** How many of those tried wait for them. */
  held: number;
}

export const NOTHING_RETRIED: RetryOutcome = { applied: 0, parked: 0, held: 0 };

export function sumOf(outcomes: readonly RetryOutcome[]): RetryOutcome {
  const sum = { ...NOTHING_RETRIED };
  for (const { applied, parked, held } of outcomes) {
    sum.applied += applied;
    sum.parked += parked;
    sum.held += held;
  }
  return sum;
}
