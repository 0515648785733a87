import type { Violation } from '#kernel';

/** A part of a mapping document, with the place where it stands. */
export interface Node {
  value: unknown;
  /** `events.0.data.total`; empty for the whole document. */
  path: string;
}

export function below(path: string, key: string | number): string {
  return path ? `${path}.${key}` : String(key);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at a node, its keys checked; an empty one when there is none. Adds to `violations` what is wrong. */
export function readKeys(
  { value, path }: Node,
  keys: { known: readonly string[]; required?: readonly string[] },
  violations: Violation[],
): Record<string, unknown> {
  if (!isObject(value)) {
    violations.push({ field: path, rule: 'type', message: 'must be a set of keys and values' });
    return {};
  }
  for (const key of Object.keys(value)) {
    if (keys.known.includes(key)) continue;
    const message = `is not a key that a mapping knows here; known: ${keys.known.join(', ')}`;
    violations.push({ field: below(path, key), rule: 'unknown-field', message });
  }
  for (const key of keys.required ?? []) {
    if (value[key] === undefined) {
      violations.push({ field: below(path, key), rule: 'required', message: 'is required' });
    }
  }
  return value;
}
