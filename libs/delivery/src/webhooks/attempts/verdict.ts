import { type Attempt, type Failure, failureOf } from './attempt.js';
import { type RetrySchedule, pauseAfter } from './retry-schedule.js';

const GONE = 410;
/** What says of the receiver as a whole that it has too much to do. */
const OVERLOADED: readonly number[] = [429, 503];

/** What becomes of a delivery after an attempt. */
export type Verdict =
  | { kind: 'delivered' }
  /** The receiver wants nothing any more, this one neither. */
  | { kind: 'gone'; failure: Failure }
  | {
      kind: 'again';
      failure: Failure;
      inMs: number;
      /** Nothing at all is sent for so long. */
      holdMs: number;
    }
  | { kind: 'dead'; failure: Failure };

/** Judges an attempt; `attempts` counts it in. `random` is from 0 to 1. */
export function verdictOn(attempt: Attempt, attempts: number, schedule: RetrySchedule, random: number): Verdict {
  if (attempt.kind === 'answered' && attempt.status >= 200 && attempt.status < 300) return { kind: 'delivered' };
  const failure = failureOf(attempt);
  if (attempt.kind === 'answered' && attempt.status === GONE) return { kind: 'gone', failure };
  const pauseMs = pauseAfter(attempts, schedule, random);
  if (pauseMs === undefined) return { kind: 'dead', failure };
  const asked = attempt.kind === 'answered' ? (attempt.retryAfterMs ?? 0) : 0;
  const holdMs = failure.status !== null && OVERLOADED.includes(failure.status) ? asked : 0;
  return { kind: 'again', failure, inMs: Math.max(pauseMs, asked), holdMs };
}
