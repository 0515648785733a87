import { ValidationFailed } from '#kernel';

const MAX_LENGTH = 200;
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

/** What a request's headers say of the request itself. */
export interface RequestIdentity {
  /** Two requests with the same one are one. */
  idempotencyKey?: string;
  /** What it belongs to; the default of the event's own. */
  correlationId?: string;
}

/** Throws ValidationFailed for an Idempotency-Key that is none. A correlation id that no event can keep is left out. */
export function requestIdentity(headers: Readonly<Record<string, string | undefined>>): RequestIdentity {
  const { 'idempotency-key': key, 'x-correlation-id': correlation } = headers;
  if (key !== undefined && !isToken(key)) {
    const message = `must be 1 to ${MAX_LENGTH} visible ASCII characters`;
    throw new ValidationFailed([{ field: 'Idempotency-Key', rule: 'format', message }]);
  }
  return {
    ...(key === undefined ? {} : { idempotencyKey: key }),
    ...(correlation !== undefined && isToken(correlation) ? { correlationId: correlation } : {}),
  };
}

function isToken(text: string): boolean {
  return text.length <= MAX_LENGTH && VISIBLE_ASCII.test(text);
}
