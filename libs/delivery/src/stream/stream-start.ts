import { ValidationFailed } from '#kernel';
import { positionOf } from '../selection/position-text.js';

/** A place in the log, as it can be asked for, and the field that asked, to be named when it is wrong. */
export interface StartPlace {
  field: string;
  place: 'start' | 'now' | bigint;
}

/** Where a reader begins: where he was, if he says so, else where he first wants to. Throws ValidationFailed. */
export function startOfStream(
  { from, after, lastEventId }: { from?: string; after?: string; lastEventId?: string },
  lastEventIdHeader: string | undefined,
): StartPlace {
  const resumed: [string, string | undefined][] = [
    ['Last-Event-ID', lastEventIdHeader],
    ['lastEventId', lastEventId],
    ['after', after],
  ];
  for (const [field, text] of resumed) if (text) return { field, place: positionOf(text, field) };
  return startOf(from ?? 'now', 'from');
}

/** `start`, `now`, or a position. Throws ValidationFailed that names the field. */
export function startOf(text: string, field: string): StartPlace {
  if (text === 'start' || text === 'now') return { field, place: text };
  if (/^\d/.test(text)) return { field, place: positionOf(text, field) };
  throw new ValidationFailed([{ field, rule: 'format', message: 'must be start, now, or a position of the log' }]);
}
