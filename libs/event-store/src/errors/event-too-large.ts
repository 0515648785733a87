import { RapportError } from '#kernel';

/** The largest body or metadata of one event, in bytes. */
export const MAX_EVENT_BYTES = 1_048_576;

/** A body or metadata larger than the log takes. */
export class EventTooLarge extends RapportError {
  readonly code = 'event-too-large';

  constructor(eventId: string, bytes: number) {
    super(`event ${eventId} has ${bytes} bytes; at most ${MAX_EVENT_BYTES} are taken`, {
      eventId,
      bytes,
      maxBytes: MAX_EVENT_BYTES,
    });
  }
}
