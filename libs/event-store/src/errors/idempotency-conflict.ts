import { RapportError } from '#kernel';

/** An event of this id is in the log already, and says something else. */
export class IdempotencyConflict extends RapportError {
  readonly code = 'idempotency-conflict';

  constructor(readonly eventId: string) {
    super(`event ${eventId} is stored already with other content`, { eventId });
  }
}
