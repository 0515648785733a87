import { type ColumnType, isDate, isInstant, isUuid, toUtc } from '#kernel';

/**
 * The one form in which a column's value is kept, so that a row loaded from the database is exactly the row that was
 * folded. Throws when the value is none for such a column.
 */
export type CanonicalValue = (value: unknown) => unknown;

export const canonicalValues: Record<ColumnType, CanonicalValue> = {
  uuid: canonicalUuid,
  text: (value) => (typeof value === 'string' ? value : refuse(value, 'a text')),
  integer: (value) => (isInteger32(value) ? value : refuse(value, 'a whole number of 32 bits')),
  bigint: (value) => (Number.isSafeInteger(value) ? value : refuse(value, 'a safe whole number')),
  boolean: (value) => (typeof value === 'boolean' ? value : refuse(value, 'true or false')),
  timestamptz: canonicalInstant,
  date: (value) => (typeof value === 'string' && isDate(value) ? value : refuse(value, 'a date (YYYY-MM-DD)')),
  jsonb: (value) => value,
  'text[]': (value) => (isTextList(value) ? value : refuse(value, 'a list of texts')),
};

export function canonicalUuid(value: unknown): string {
  if (typeof value !== 'string') return refuse(value, 'a UUID');
  if (isUuid(value)) return value;
  const lower = value.toLowerCase();
  return isUuid(lower) ? lower : refuse(value, 'a UUID');
}

const CANONICAL_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function canonicalInstant(value: unknown): string {
  if (typeof value !== 'string') return refuse(value, 'a date-time (RFC 3339)');
  if (CANONICAL_INSTANT.test(value)) return value;
  return isInstant(value) ? toUtc(value) : refuse(value, 'a date-time (RFC 3339)');
}

function isInteger32(value: unknown): boolean {
  return typeof value === 'number' && (value | 0) === value;
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function refuse(value: unknown, expected: string): never {
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : String(value);
  throw new Error(`${shown} is not ${expected}`);
}
