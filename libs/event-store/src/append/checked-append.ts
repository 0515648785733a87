import { isUuid, ValidationFailed } from '#kernel';
import { EventTooLarge, MAX_EVENT_BYTES } from '../errors/event-too-large.js';
import { IdempotencyConflict } from '../errors/idempotency-conflict.js';
import type { Append } from '../port/event-store.js';

/** Longest name of a stream or a type, in characters: an index entry of PostgreSQL has to fit into a third of a page. */
const MAX_NAME_LENGTH = 500;
const MAX_REVISION = 2_147_483_647;
/** PostgreSQL's text takes no NUL, and half a surrogate pair would be stored as another character. */
const NOT_STORABLE = /[\0\p{Surrogate}]/u;

/**
 * Refuses an append that an engine would refuse, so that it cannot take its neighbours in the batch with it.
 * Throws ValidationFailed, EventTooLarge, or IdempotencyConflict for an id that stands twice in it.
 */
export function checkAppend(append: Append): void {
  checkName('stream', append.stream);
  const expected = append.expectedRevision;
  if (typeof expected === 'number' && !(Number.isInteger(expected) && expected >= 0 && expected <= MAX_REVISION)) {
    refuse('expectedRevision', 'revision', 'must be an integer from 0, none, exists or any');
  }
  if (append.events.length === 0) refuse('events', 'not-empty', 'must hold at least one event');
  const ids = new Set<string>();
  for (const event of append.events) {
    if (!isUuid(event.id)) refuse('id', 'uuid', `must be a lower-case UUID, not ${event.id}`);
    checkName('type', event.type);
    if (event.data.length > MAX_EVENT_BYTES) throw new EventTooLarge(event.id, event.data.length);
    if (event.metadata.length > MAX_EVENT_BYTES) throw new EventTooLarge(event.id, event.metadata.length);
    if (ids.has(event.id)) throw new IdempotencyConflict(event.id);
    ids.add(event.id);
  }
}

function checkName(field: string, name: string): void {
  if (name.length === 0 || name.length > MAX_NAME_LENGTH) {
    refuse(field, 'length', `must have 1 to ${MAX_NAME_LENGTH} characters`);
  }
  if (NOT_STORABLE.test(name)) refuse(field, 'text', 'must be well-formed text without NUL');
}

function refuse(field: string, rule: string, message: string): never {
  throw new ValidationFailed([{ field, rule, message }]);
}
