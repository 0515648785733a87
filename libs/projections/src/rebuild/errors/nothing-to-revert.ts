import { RapportError } from '#kernel';

/** There are no retired tables that this program could bring back. */
export class NothingToRevert extends RapportError {
  readonly code = 'nothing-to-revert';

  constructor(projection: string, why: string) {
    super(`projection ${projection} cannot be reverted: ${why}`, { projection });
  }
}
