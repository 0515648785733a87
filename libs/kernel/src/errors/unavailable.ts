import { RapportError } from './rapport-error.js';

/** The ledger cannot answer now; the same request may succeed later. */
export class Unavailable extends RapportError {
  readonly code = 'unavailable';

  constructor(
    message: string,
    readonly retryAfterSeconds = 1,
    options?: { cause?: unknown },
  ) {
    super(message, { retryAfterSeconds });
    if (options?.cause !== undefined) this.cause = options.cause;
  }
}
