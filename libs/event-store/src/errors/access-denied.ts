import { RapportError } from '#kernel';

/** The event log does not let this program do what it has to: its credentials or rights are not enough. */
export class AccessDenied extends RapportError {
  readonly code = 'log-access-denied';

  constructor(doing: string, options?: { cause?: unknown }) {
    super(`the event log refuses ${doing}: check the user in EVENT_STORE_URL and its rights`);
    if (options?.cause !== undefined) this.cause = options.cause;
  }
}
