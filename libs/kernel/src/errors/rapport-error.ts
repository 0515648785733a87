/** One thing wrong with an input: where, by which rule, and in words. */
export interface Violation {
  /** Path of the field, dots and indexes: `lines.0.quantity`; empty for the whole document. */
  field: string;
  /** Stable name of the broken rule: `required`, `type`, `min`, `unknown-field` … */
  rule: string;
  message: string;
}

/**
 * An error that its reader can act on. `code` never changes once published; what it means over HTTP is decided in one
 * place, at the edge.
 */
export abstract class RapportError extends Error {
  abstract readonly code: string;

  constructor(
    message: string,
    /** What a program may want to read: current revision, limit, … JSON only. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = new.target.name;
  }

  /** Fields at fault, where the error is about an input. */
  get violations(): readonly Violation[] {
    return [];
  }
}
