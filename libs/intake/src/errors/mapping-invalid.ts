import { RapportError, type Violation } from '#kernel';

/** The description of how rows become events cannot be used; nothing was read by it. */
export class MappingInvalid extends RapportError {
  readonly code = 'mapping-invalid';

  constructor(
    mapping: string,
    private readonly found: readonly Violation[],
  ) {
    super(`mapping ${mapping}: ${found.map((v) => (v.field ? `${v.field}: ${v.message}` : v.message)).join('; ')}`, {
      mapping,
    });
  }

  override get violations(): readonly Violation[] {
    return this.found;
  }
}
