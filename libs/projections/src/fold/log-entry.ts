import type { RecordedEvent } from '#kernel';

/** An event whose bytes this program cannot read: broken, or written by a newer one. */
export interface UnreadableEvent extends Pick<RecordedEvent, 'id' | 'type' | 'stream' | 'revision' | 'position'> {
  unreadable: unknown;
}

/** What a fold is given: an event, or the place where one could not be read. */
export type LogEntry = RecordedEvent | UnreadableEvent;

export function isReadable(entry: LogEntry): entry is RecordedEvent {
  return !('unreadable' in entry);
}
