import { type FactCatalogue, ValidationFailed, type Violation } from '#kernel';
import { unknownTypes } from '../../selection/known-types.js';
import { isSecret } from '../signing/webhook-secret.js';
import type { RegisterWebhookBody } from './webhook-bodies.js';

/** Looks at what the fields' own checks do not. Throws ValidationFailed. */
export function checkWebhook({ url, types = [], secret }: RegisterWebhookBody, catalogue: FactCatalogue): void {
  refuse([
    ...urlViolations(url),
    ...unknownTypes(types, catalogue, (index) => `types.${index}`),
    ...secretViolations(secret),
  ]);
}

/** Throws ValidationFailed. */
export function checkSecret(secret: string | undefined): void {
  refuse(secretViolations(secret));
}

function urlViolations(text: string): Violation[] {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    return [{ field: 'url', rule: 'format', message: 'must be an http or https address' }];
  }
  if (url.username || url.password) {
    return [{ field: 'url', rule: 'credentials', message: 'must not hold a name or password: deliveries are signed' }];
  }
  return url.hash ? [{ field: 'url', rule: 'fragment', message: 'must not have a fragment (#…)' }] : [];
}

function secretViolations(secret: string | undefined): Violation[] {
  if (secret === undefined || isSecret(secret)) return [];
  return [{ field: 'secret', rule: 'format', message: 'must be whsec_ and 24 to 64 bytes in base64' }];
}

function refuse(violations: readonly Violation[]): void {
  if (violations.length > 0) throw new ValidationFailed(violations);
}
