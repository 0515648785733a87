import { IdempotencyConflict } from '../errors/idempotency-conflict.js';
import type { Append, Appended } from '../port/event-store.js';
import type { NewEvent, StoredEvent } from '../port/stored-event.js';

export type SaysTheSame = (stored: StoredEvent, offered: NewEvent) => boolean;

/**
 * The answer to an append of which something is in the log already: the first one again, when all of it is there, in
 * this stream and with the same content. `resent` says that this program has sent it before and heard no answer: what
 * is there byte for byte and in one piece is then this very append.
 * Throws IdempotencyConflict.
 */
export function answerKnown(
  append: Append,
  storedById: ReadonlyMap<string, StoredEvent>,
  saysTheSame: SaysTheSame,
  resent: boolean,
): Appended {
  const last = storedById.get(append.events.at(-1)!.id);
  const first = (last?.revision ?? 0) - (append.events.length - 1);
  let own = resent;
  for (const [n, offered] of append.events.entries()) {
    const stored = storedById.get(offered.id);
    if (stored?.stream !== append.stream || !saysTheSame(stored, offered)) throw new IdempotencyConflict(offered.id);
    own &&= stored.revision === first + n;
    own &&= stored.data.equals(offered.data) && stored.metadata.equals(offered.metadata);
  }
  return { revision: last!.revision, position: last!.position, duplicate: !own };
}
