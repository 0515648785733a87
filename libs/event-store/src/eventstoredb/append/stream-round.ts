import { bytesOf, type PendingAppend } from '../../append/pending-append.js';
import { IdempotencyConflict } from '../../errors/idempotency-conflict.js';
import { RevisionConflict } from '../../errors/revision-conflict.js';
import { meets } from '../../port/expected-revision.js';
import type { NewEvent } from '../../port/stored-event.js';
import type { KnownStream } from './known-streams.js';

/** Together they stay well below what a server takes in one append, and nobody waits long for his neighbours. */
const MAX_EVENTS = 500;
const MAX_BYTES = 256 * 1024;

/** What is to become of appends to one stream, decided in their order on what is known of it. */
export interface StreamRound {
  /** To be sent together. */
  toSend: PendingAppend[];
  /** All events of these are in the stream already. */
  known: PendingAppend[];
  /** To be told no, provided that the stream is as it was thought to be. */
  refused: { pending: PendingAppend; reason: Error }[];
}

/**
 * Decides as many as can go in one step: an append is judged by the stream as those before it will have left it. What
 * is not in the answer waits for the next round. `alone` keeps neighbours apart, so that one errs by itself.
 */
export function decideRound(
  stream: string,
  waiting: readonly PendingAppend[],
  known: KnownStream,
  isElsewhere: (id: string) => boolean,
  alone: boolean,
): StreamRound {
  const round: StreamRound = { toSend: [], known: [], refused: [] };
  const planned = new Set<string>();
  let { revision } = known;
  let bytes = 0;
  for (const pending of waiting) {
    const { events, expectedRevision } = pending.append;
    if (events.some(({ id }) => planned.has(id))) break;
    if (events.every(({ id }) => known.ids.has(id))) {
      round.known.push(pending);
      continue;
    }
    const reason =
      partlyKnown(events, known) ?? elsewhere(events, isElsewhere) ?? notAsExpected(stream, expectedRevision, revision);
    if (reason) {
      round.refused.push({ pending, reason });
      continue;
    }
    const isFull = planned.size + events.length > MAX_EVENTS || bytes + bytesOf(pending.append) > MAX_BYTES;
    if (round.toSend.length > 0 && (alone || isFull)) break;
    round.toSend.push(pending);
    for (const { id } of events) planned.add(id);
    bytes += bytesOf(pending.append);
    revision += events.length;
  }
  return round;
}

/**
 * One that is there in part is refused, though a neighbour behind it may bring the rest: it is judged by the stream that
 * it met.
 */
function partlyKnown(events: readonly NewEvent[], { ids }: KnownStream): IdempotencyConflict | undefined {
  if (!events.some(({ id }) => ids.has(id))) return undefined;
  return new IdempotencyConflict(events.find(({ id }) => !ids.has(id))!.id);
}

function elsewhere(events: readonly NewEvent[], isElsewhere: (id: string) => boolean): IdempotencyConflict | undefined {
  const stray = events.find(({ id }) => isElsewhere(id));
  return stray && new IdempotencyConflict(stray.id);
}

function notAsExpected(
  stream: string,
  expected: PendingAppend['append']['expectedRevision'],
  revision: number,
): RevisionConflict | undefined {
  const actual = revision < 0 ? 'none' : revision;
  return meets(expected, actual) ? undefined : new RevisionConflict(stream, expected, actual);
}
