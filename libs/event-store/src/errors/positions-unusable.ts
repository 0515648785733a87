import { RapportError } from '#kernel';

/** The server's positions cannot be the ledger's, so that going on could lose events without anybody noticing. */
export class PositionsUnusable extends RapportError {
  readonly code = 'positions-unusable';

  constructor(stream: string, revision: number, why: string) {
    super(`event ${revision} of ${stream} cannot be used: ${why}`, { stream, revision });
  }
}
