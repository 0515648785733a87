/** A call that the server, or the way to it, has ended with an error: the parts of gRPC's error that are looked at. */
export interface CallFailure extends Error {
  code: number;
  details: string;
  metadata?: { get(key: string): (string | Buffer)[] };
}

/** gRPC's status codes, as far as they are told apart. */
export const STATUS = {
  cancelled: 1,
  unknown: 2,
  deadlineExceeded: 4,
  notFound: 5,
  permissionDenied: 7,
  aborted: 10,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

export function isCallFailure(error: unknown): error is CallFailure {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' && 'details' in error;
}

/** What the server says of a failure in the trailing metadata: `exception` names its kind. */
export function trailing(failure: CallFailure, key: string): string | undefined {
  return failure.metadata?.get(key)[0]?.toString();
}

/** Thrown by us when a call stays without an answer, or when what was written is not to be read yet. */
export class NoAnswer extends Error {}

const PASSING_CODES = new Set<number>([STATUS.cancelled, STATUS.deadlineExceeded, STATUS.aborted, STATUS.unavailable]);

/** An election is going on. */
const WITHOUT_LEADER = /no leader info|not ready|too busy/i;

/** A connection that is cut in the middle of a call. */
const CUT = /RST_STREAM|ECONNRESET|EPIPE|write after end|stream closed|socket hang up/i;

/** The client's own plain errors: nobody of the cluster answers, or the channel has just been replaced. */
const CLIENT_MESSAGES = /^(Failed to discover|Channel has been shut down|Cannot create)/;

/** Whether the same call may succeed when it is made again in a while, over a new connection if need be. */
export function isPassing(error: unknown): boolean {
  if (error instanceof NoAnswer) return true;
  if (!isCallFailure(error)) return error instanceof Error && CLIENT_MESSAGES.test(error.message);
  if (PASSING_CODES.has(error.code) || trailing(error, 'exception') === 'not-leader') return true;
  if (error.code === STATUS.unknown) return WITHOUT_LEADER.test(error.details);
  return error.code === STATUS.internal && CUT.test(error.details);
}
