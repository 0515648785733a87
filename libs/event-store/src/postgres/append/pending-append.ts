import type { Append, Appended } from '../../port/event-store.js';

/** An append that somebody waits for. */
export interface PendingAppend {
  append: Append;
  bytes: number;
  /** Called once. */
  settle: (outcome: PromiseSettledResult<Appended>) => void;
}

export function bytesOf(append: Append): number {
  let bytes = 0;
  for (const event of append.events) bytes += event.data.length + event.metadata.length;
  return bytes;
}
