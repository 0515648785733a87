import type { EventCodec, StoredEvent } from '#event-store';
import type { LogEntry } from '../fold/log-entry.js';

/** The event as folds take it, or the place where one could not be read. */
export function entryOf(stored: StoredEvent, codec: EventCodec): LogEntry {
  try {
    return codec.decode(stored);
  } catch (error) {
    const { id, type, stream, revision, position } = stored;
    return { id, type, stream, revision, position, unreadable: error };
  }
}
