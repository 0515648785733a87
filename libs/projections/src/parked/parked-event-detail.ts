import type { EventMetadata } from '#kernel';
import type { RowKey } from '../fold/row.js';
import type { ParkedEvent } from './parked-event.js';

/** The event as the log has it. */
export interface EventInLog {
  id: string;
  type: string;
  stream: string;
  revision: number;
  position: string;
  /** Null, as the metadata, where this program cannot read the bytes. */
  data: object | null;
  metadata: EventMetadata | null;
  /** Why it cannot. */
  unreadable: string | null;
}

/** All that is known of an event that is missing from a projection's rows. */
export interface ParkedEventDetail extends ParkedEvent {
  stack: string | null;
  /** The rows that it would have touched, as far as that is known. */
  keys: readonly RowKey[];
  /** Not all of them are known, so that its whole stream waits. */
  wholeStream: boolean;
  event: EventInLog;
  /** How many wait because of it. */
  heldBehindCount: number;
  /** The first of them. */
  heldBehind: readonly ParkedEvent[];
  /** The first others of its stream that are missing, for whatever reason. */
  sameStream: readonly ParkedEvent[];
}
