import { RapportError } from './rapport-error.js';

/** More is asked for at once than one caller, or all of them together, may have; later there may be room again. */
export class TooManyRequests extends RapportError {
  readonly code = 'too-many-requests';

  constructor(
    message: string,
    readonly retryAfterSeconds: number,
  ) {
    super(message, { retryAfterSeconds });
  }
}
