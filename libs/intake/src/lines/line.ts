import type { Violation } from '#kernel';

/** One line of a text, without its line break. */
export interface Line {
  /** From 1, blank lines counted. */
  number: number;
  /** What could be read of it; empty for a line that is too long. */
  text: string;
  /** Why the line cannot be used, if so. */
  violation: Violation | undefined;
}
