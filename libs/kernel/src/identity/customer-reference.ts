import { ValidationFailed } from '../errors/validation-failed.js';
import { customerIdOf, isUuid } from './ids.js';

const DIRECT_PREFIX = 'customer:';

/**
 * The customer that a CloudEvents `subject` means: `customer:<uuid>` directly, else the source's own name for him.
 * Throws ValidationFailed when the text after `customer:` is no UUID.
 */
export function customerOfSubject(source: string, subject: string): string {
  if (!subject.startsWith(DIRECT_PREFIX)) return customerIdOf(source, subject);
  const id = subject.slice(DIRECT_PREFIX.length).toLowerCase();
  if (!isUuid(id)) {
    throw new ValidationFailed([{ field: 'subject', rule: 'uuid', message: 'customer: must be followed by a UUID' }]);
  }
  return id;
}

/**
 * The customer that a person's reference means: a UUID, or `source#subject` (cut at the first `#`).
 * Throws ValidationFailed for anything else.
 */
export function parseCustomerReference(reference: string): string {
  const lower = reference.toLowerCase();
  if (isUuid(lower)) return lower;
  const cut = reference.indexOf('#');
  if (cut > 0 && cut < reference.length - 1) {
    return customerOfSubject(reference.slice(0, cut), reference.slice(cut + 1));
  }
  throw new ValidationFailed([{ field: 'customer', rule: 'reference', message: 'must be a UUID or source#subject' }]);
}
