import type { Violation } from '#kernel';

/** Long enough for any name or URI; ids are kept with every event. */
const MAX_LENGTH = 2_000;

/** Control characters and halves of surrogate pairs: CloudEvents allows neither in a text. */
const FORBIDDEN_CHARACTERS = /[\p{Cc}\p{Cs}]/u;

/** Whether the attribute is a text that an envelope may carry; adds to `violations` what is wrong with it. */
export function checkText(field: string, value: unknown, violations: Violation[]): value is string {
  const violation = violationOf(value);
  if (!violation) return true;
  violations.push({ field, ...violation });
  return false;
}

function violationOf(value: unknown): Omit<Violation, 'field'> | undefined {
  if (value === undefined) return { rule: 'required', message: 'is required' };
  if (typeof value !== 'string') return { rule: 'type', message: 'must be string' };
  if (value.length === 0) return { rule: 'minLength', message: 'must NOT be empty' };
  if (value.length > MAX_LENGTH) {
    return { rule: 'maxLength', message: `must NOT have more than ${MAX_LENGTH} characters` };
  }
  if (FORBIDDEN_CHARACTERS.test(value)) {
    return { rule: 'pattern', message: 'must NOT have control characters or broken surrogate pairs' };
  }
  return undefined;
}
