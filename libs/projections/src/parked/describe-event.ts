import type { EventCodec, EventStore } from '#event-store';
import { type LogEntry, isReadable } from '../fold/log-entry.js';
import { entryOf } from '../engine/entry-of.js';
import type { EventInLog } from './parked-event-detail.js';
import { readEventsAt } from './read-events-at.js';

/** The event as the log has it, readable or not. Throws when the log has none at this position. */
export async function describeEvent(store: EventStore, codec: EventCodec, position: bigint): Promise<EventInLog> {
  const events: EventInLog[] = [];
  for await (const stored of readEventsAt(store, [position])) events.push(described(entryOf(stored, codec)));
  return events[0]!;
}

function described(entry: LogEntry): EventInLog {
  const { id, type, stream, revision, position } = entry;
  const place = { id, type, stream, revision, position: String(position) };
  if (isReadable(entry)) return { ...place, data: entry.data, metadata: entry.metadata, unreadable: null };
  const { unreadable } = entry;
  const why = unreadable instanceof Error ? unreadable.message : String(unreadable);
  return { ...place, data: null, metadata: null, unreadable: why };
}
