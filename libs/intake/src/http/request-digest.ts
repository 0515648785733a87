import { createHash } from 'node:crypto';

/** Digest of what a request asks, whatever order its fields came in: SHA-256 over JSON with sorted names, base64url. */
export function requestDigest(request: unknown): string {
  return createHash('sha256').update(JSON.stringify(request, sortNames)).digest('base64url');
}

function sortNames(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
