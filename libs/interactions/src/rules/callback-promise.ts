/** What is known of a promised call-back. Times are RFC 3339 in UTC. */
export interface CallbackPromise {
  requestedAt: string;
  promisedAt: string;
  promisedUntil: string | null;
  completedAt: string | null;
  missedAt: string | null;
}

export const CALLBACK_STATES = ['due', 'late', 'missed', 'completed'] as const;
/**
 * due: the promise can still be kept. late: its time has passed, and nobody called or gave it up. missed: somebody said
 * that it was missed. completed: the customer was called, in time or not.
 */
export type CallbackState = (typeof CALLBACK_STATES)[number];

/** Until when the promise is kept: the end of the window, or the promised time itself. */
export function deadlineOf({
  promisedAt,
  promisedUntil,
}: Pick<CallbackPromise, 'promisedAt' | 'promisedUntil'>): string {
  return promisedUntil ?? promisedAt;
}

/** The state at an instant, by dates alone, so that it is right though nobody recorded anything. Undefined before. */
export function callbackStateAt(promise: CallbackPromise, instant: string): CallbackState | undefined {
  const { requestedAt, completedAt, missedAt } = promise;
  if (completedAt !== null && completedAt <= instant) return 'completed';
  if (requestedAt > instant) return undefined;
  if (missedAt !== null && missedAt <= instant) return 'missed';
  return deadlineOf(promise) < instant ? 'late' : 'due';
}

/** Whole seconds after the deadline, rounded up, at which the call came or the instant is; 0 for a promise kept so far. */
export function secondsLateAt(promise: CallbackPromise, instant: string): number {
  const { completedAt } = promise;
  const until = completedAt !== null && completedAt <= instant ? completedAt : instant;
  return Math.max(0, Math.ceil((Date.parse(until) - Date.parse(deadlineOf(promise))) / 1_000));
}
