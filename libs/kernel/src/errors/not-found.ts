import { RapportError } from './rapport-error.js';

/** What was asked for is not in the ledger. */
export class NotFound extends RapportError {
  readonly code = 'not-found';

  constructor(what: string, id: string) {
    super(`no ${what} ${id}`, { what, id });
  }
}
