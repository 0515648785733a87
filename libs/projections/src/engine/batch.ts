import type { StoredEvent } from '#event-store';
import type { LogEntry } from '../fold/log-entry.js';

/** A batch of the log, with those of its events that mean something to whoever derives. */
export interface Batch {
  /** Position of its first event. */
  first: bigint;
  /** Position of its last event. */
  last: bigint;
  /** How many events it had before some were left out. */
  events: number;
  entries: readonly LogEntry[];
}

/** The batch with the events of the streams that are wanted, decoded. */
export function batchOf(
  stored: readonly StoredEvent[],
  wants: (stream: string) => boolean,
  decode: (event: StoredEvent) => LogEntry,
): Batch {
  const entries: LogEntry[] = [];
  for (const event of stored) if (wants(event.stream)) entries.push(decode(event));
  return { first: stored[0]!.position, last: stored.at(-1)!.position, events: stored.length, entries };
}
