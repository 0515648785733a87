import { RapportError } from '#kernel';

/** The largest body or metadata of one event, in bytes. */
export const MAX_EVENT_BYTES = 1_048_576;

/** A body or metadata, or a whole append, larger than the log takes. */
export class EventTooLarge extends RapportError {
  readonly code = 'event-too-large';

  /** `bytes` of the event, or of all that was to be stored together with it. */
  constructor(eventId: string, bytes: number, maxBytes = MAX_EVENT_BYTES) {
    super(`event ${eventId} has ${bytes} bytes; at most ${maxBytes} are taken`, { eventId, bytes, maxBytes });
  }
}
