import { randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
/** The spec asks for 24 to 64 bytes. */
const LEAST_BYTES = 24;
const MOST_BYTES = 64;
const NEW_BYTES = 32;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A new random secret, as the Standard Webhooks spec writes them. */
export function newSecret(): string {
  return PREFIX + randomBytes(NEW_BYTES).toString('base64');
}

/** Whether a text is such a secret: `whsec_` and 24 to 64 bytes in base64. */
export function isSecret(text: string): boolean {
  const base64 = text.slice(PREFIX.length);
  if (!text.startsWith(PREFIX) || !BASE64.test(base64)) return false;
  const { length } = Buffer.from(base64, 'base64');
  return length >= LEAST_BYTES && length <= MOST_BYTES;
}
