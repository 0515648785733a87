import { ValidationFailed } from '#kernel';

const MAX_KEY_LENGTH = 200;

/** The request's Idempotency-Key, checked. Throws ValidationFailed. */
export function idempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (/^[\x21-\x7e]+$/.test(header) && header.length <= MAX_KEY_LENGTH) return header;
  throw new ValidationFailed([
    {
      field: 'Idempotency-Key',
      rule: 'format',
      message: `must be 1 to ${MAX_KEY_LENGTH} visible ASCII characters`,
    },
  ]);
}
