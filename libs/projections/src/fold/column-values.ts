import { type ColumnType, isDate, isInstant, isUuid, toUtc } from '#kernel';

/**
 * The one form in which a column's value is kept, so that a row loaded from the database is exactly the row that was
 * folded. `before` is what the column held, in that form: what is still of it needs no other look. Throws when the
 * value is none for such a column.
 */
export type CanonicalValue = (value: unknown, before?: unknown) => unknown;

export const canonicalValues: Record<ColumnType, CanonicalValue> = {
  uuid: canonicalUuid,
  text: canonicalText,
  integer: (value) => (isInteger32(value) ? value : refuse(value, 'a whole number of 32 bits')),
  bigint: (value) => (Number.isSafeInteger(value) ? value : refuse(value, 'a safe whole number')),
  boolean: (value) => (typeof value === 'boolean' ? value : refuse(value, 'true or false')),
  timestamptz: canonicalInstant,
  date: (value) => (typeof value === 'string' && isDate(value) ? value : refuse(value, 'a date (YYYY-MM-DD)')),
  jsonb: (value, before) => (isJson(value, before) ? value : refuse(value, 'JSON that can be stored')),
  'text[]': (value) => (isTextList(value) ? value : refuse(value, 'a list of texts')),
};

export function canonicalUuid(value: unknown): string {
  if (typeof value !== 'string') return refuse(value, 'a UUID');
  if (isUuid(value)) return value;
  const lower = value.toLowerCase();
  return isUuid(lower) ? lower : refuse(value, 'a UUID');
}

export function canonicalText(value: unknown): string {
  return typeof value === 'string' && isStorable(value) ? value : refuse(value, 'a text that can be stored');
}

/** Canonical for certain, days that every month has: what nearly all are, and quick to see. */
const PLAIN_INSTANT =
  /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

function canonicalInstant(value: unknown): string {
  if (typeof value !== 'string') return refuse(value, 'a date-time (RFC 3339)');
  if (PLAIN_INSTANT.test(value)) return value;
  if (!isInstant(value)) return refuse(value, 'a date-time (RFC 3339)');
  if (value.length === 24 && value[10] === 'T' && value.endsWith('Z')) return value;
  const utc = toUtc(value);
  return isInstant(utc) ? utc : refuse(value, 'a date-time of the years 1 to 9999 in UTC');
}

/** PostgreSQL has no NUL in its texts, and no half of a surrogate pair. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Plain JSON; members that are undefined are left out when it is stored. */
function isJson(value: unknown, before: unknown): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) {
    const known = Array.isArray(before) ? (before as unknown[]) : [];
    return value.every(
      (item, index) => (typeof item === 'object' && item === known[index]) || isJson(item, known[index]),
    );
  }
  return Object.getPrototypeOf(value) === Object.prototype && hasJsonMembers(value as Json, before);
}

type Json = Record<string, unknown>;

function hasJsonMembers(value: Json, before: unknown): boolean {
  const known = typeof before === 'object' && before !== null ? (before as Json) : NOTHING_KNOWN;
  for (const name in value) {
    const member = value[name];
    // What every object inherits is no member.
    if (member !== undefined && typeof member !== 'function' && member === known[name]) continue;
    if (!isStorable(name) || (member !== undefined && !isJson(member, known[name]))) return false;
  }
  return true;
}

const NOTHING_KNOWN: Json = Object.freeze({});

function isInteger32(value: unknown): boolean {
  return typeof value === 'number' && (value | 0) === value;
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && isStorable(item));
}

function refuse(value: unknown, expected: string): never {
  const shown =
    typeof value === 'string' || typeof value === 'number' ? JSON.stringify(value).slice(0, 60) : typeof value;
  throw new Error(`${shown} is not ${expected}`);
}
