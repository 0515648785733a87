const INSTANT_PATTERN =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const DATE_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;

const FIRST_MS = Date.parse('0001-01-01T00:00:00.000Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Whether `text` is an RFC 3339 date-time that exists: the 30th of February does not, nor does a 25th hour, nor a time
 * whose offset takes it out of the years 1 to 9999 in UTC.
 */
export function isInstant(text: string): boolean {
  const parts = INSTANT_PATTERN.exec(text);
  if (!parts) return false;
  const [, year, month, day, hour, minute, second] = parts.map(Number) as [number, ...number[]];
  const exists = isCalendarDate(year!, month!, day!) && hour! <= 23 && minute! <= 59 && second! <= 59;
  if (!exists || (year! > 1 && year! < 9999)) return exists;
  const ms = Date.parse(text);
  return ms >= FIRST_MS && ms <= LAST_MS;
}

/** Whether `text` is a calendar date that exists, as YYYY-MM-DD. */
export function isDate(text: string): boolean {
  const parts = DATE_PATTERN.exec(text);
  return parts !== null && isCalendarDate(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

/** The same instant in UTC, as the ledger writes it: milliseconds and a Z. */
export function toUtc(instant: string): string {
  return new Date(instant).toISOString();
}

/** The instant so many milliseconds after 1970, as the ledger writes it; what lies beyond is the end of the year 9999. */
export function instantOf(ms: number): string {
  return new Date(Math.min(ms, LAST_MS)).toISOString();
}

function isCalendarDate(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  return day <= daysInMonth(year, month);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
