import { RapportError } from './rapport-error.js';

/** One caller has as many of something under way as one caller may have; others are served. */
export class TooManyRequests extends RapportError {
  readonly code = 'too-many-requests';

  constructor(
    message: string,
    readonly retryAfterSeconds = 5,
  ) {
    super(message, { retryAfterSeconds });
  }
}
