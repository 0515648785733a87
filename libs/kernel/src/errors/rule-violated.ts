import { RapportError, type Violation } from './rapport-error.js';

/** The input is well-formed, but the customer's history does not allow it. */
export class RuleViolated extends RapportError {
  readonly code = 'rule-violated';

  constructor(private readonly violation: Violation) {
    super(violation.field ? `${violation.field}: ${violation.message}` : violation.message);
  }

  override get violations(): readonly Violation[] {
    return [this.violation];
  }
}
