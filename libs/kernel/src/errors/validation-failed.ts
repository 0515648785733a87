import { RapportError, type Violation } from './rapport-error.js';

/** The input does not have the form that its schema asks. */
export class ValidationFailed extends RapportError {
  readonly code = 'validation-failed';

  constructor(private readonly found: readonly Violation[]) {
    super(found.map((v) => (v.field ? `${v.field}: ${v.message}` : v.message)).join('; '));
  }

  override get violations(): readonly Violation[] {
    return this.found;
  }
}
