import type { Append, Appended } from '../port/event-store.js';
import { bytesOfEvents } from '../read/pages.js';

/** An append that somebody waits for. */
export interface PendingAppend {
  append: Append;
  bytes: number;
  /** Called once. */
  settle: (outcome: PromiseSettledResult<Appended>) => void;
}

export function bytesOf(append: Append): number {
  return bytesOfEvents(append.events);
}
