import { AccessDenied } from '../../errors/access-denied.js';
import { EventTooLarge } from '../../errors/event-too-large.js';
import { StreamDeleted } from '../../errors/stream-deleted.js';
import type { NewEvent } from '../../port/stored-event.js';
import { bytesOfEvents } from '../../read/pages.js';
import { isCallFailure, STATUS, trailing } from './call-failure.js';

/** The port's own error for what the server says no to; any other as it is. */
export function portErrorOf(error: unknown, doing: string, stream?: string): unknown {
  if (!isCallFailure(error)) return error;
  const exception = trailing(error, 'exception');
  if (exception === 'stream-deleted' && stream !== undefined) return new StreamDeleted(stream);
  if (exception === 'access-denied') return new AccessDenied(doing, { cause: error });
  if (error.code === STATUS.permissionDenied || error.code === STATUS.unauthenticated) {
    return new AccessDenied(doing, { cause: error });
  }
  return error;
}

/** The limit, in bytes, that the server has named in refusing an append as too large; undefined for other errors. */
export function appendLimitOf(error: unknown): number | undefined {
  if (!isCallFailure(error) || trailing(error, 'exception') !== 'maximum-append-size-exceeded') return undefined;
  return Number(trailing(error, 'maximum-append-size'));
}

/** The largest of the events stands for the append, which is refused as a whole. */
export function tooLarge(events: readonly NewEvent[], maxBytes: number): EventTooLarge {
  const largest = events.reduce((one, other) => (bytesOfEvents([other]) > bytesOfEvents([one]) ? other : one));
  return new EventTooLarge(largest.id, bytesOfEvents(events), maxBytes);
}
