import { RapportError } from '#kernel';
import type { ParkedStatus } from '../parked-event.js';

/** What was asked for is for events that have failed, and this one waits for another, or was skipped. */
export class EventNotParked extends RapportError {
  readonly code = 'event-not-parked';

  constructor(projection: string, position: bigint, status: ParkedStatus) {
    super(`the event at ${position} is not parked by the projection ${projection}, but ${WORDS[status]}`, {
      projection,
      position: String(position),
      eventStatus: status,
    });
  }
}

const WORDS: Record<ParkedStatus, string> = {
  parked: 'parked',
  held: 'held behind one that is: retry or skip that one',
  skipped: 'skipped already',
};
