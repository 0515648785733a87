import { RapportError, type Violation } from './rapport-error.js';

/** Nobody reads more, and an answer must not be many times larger than what it answers. */
const MAX_VIOLATIONS = 100;

/** The input does not have the form that its schema asks. Of very many violations it tells the first ones. */
export class ValidationFailed extends RapportError {
  readonly code = 'validation-failed';

  private readonly found: readonly Violation[];

  constructor(violations: readonly Violation[]) {
    const found = violations.slice(0, MAX_VIOLATIONS);
    super(found.map((v) => (v.field ? `${v.field}: ${v.message}` : v.message)).join('; '));
    this.found = found;
  }

  override get violations(): readonly Violation[] {
    return this.found;
  }
}
