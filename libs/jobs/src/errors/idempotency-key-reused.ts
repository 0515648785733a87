import { RapportError } from '#kernel';

/** A job was made with this key already, and something else was asked for. */
export class IdempotencyKeyReused extends RapportError {
  readonly code = 'idempotency-conflict';

  constructor(key: string) {
    super(`the Idempotency-Key ${key} was used for another request`, { key });
  }
}
