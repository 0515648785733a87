import type { EventStore, StoredEvent } from '#event-store';
import type { LeftOutRecord } from './left-out-record.js';

/** The events of left-out records, read with the streams that they are in, and brought into the order of the log. */
export async function readStreamsEvents(store: EventStore, records: readonly LeftOutRecord[]): Promise<StoredEvent[]> {
  const wanted = new Set(records.map(({ position }) => position));
  const events: StoredEvent[] = [];
  for await (const batch of store.readStreams([...new Set(records.map(({ stream }) => stream))])) {
    for (const event of batch) if (wanted.has(event.position)) events.push(event);
  }
  if (events.length < wanted.size) throw new Error('the log does not have all events that are to be tried again');
  return events.sort((a, b) => (a.position < b.position ? -1 : 1));
}
