import { createHash } from 'node:crypto';

/** What is said, whatever order its fields came in: SHA-256 over JSON with sorted names, base64url. */
export function contentDigest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, inKeyOrder)).digest('base64url');
}

function inKeyOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
