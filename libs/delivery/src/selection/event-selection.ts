import type { StoredEvent } from '#event-store';
import { mayBeSeen } from './visible-events.js';

/** Which events somebody wants; what is not said does not narrow it. */
export interface EventSelection {
  /** Event types; undefined for all. */
  types?: readonly string[];
  /** The one stream. */
  stream?: string;
}

/** The test of a selection, for events as they come out of the log, so that only what is wanted need be decoded. */
export function selects({ types, stream }: EventSelection): (event: StoredEvent) => boolean {
  const wanted = types && new Set(types);
  return (event) =>
    (wanted === undefined || wanted.has(event.type)) &&
    (stream === undefined || event.stream === stream) &&
    mayBeSeen(event);
}
