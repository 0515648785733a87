/** Longer than this nobody is left alone: he may have meant another unit. */
const MOST_MS = 24 * 60 * 60 * 1_000;

/** Milliseconds that a Retry-After header (seconds or a date, RFC 9110) asks to wait; undefined when it asks nothing. */
export function retryAfterMs(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : dateOf(text) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), MOST_MS);
}

/** Dates begin with the name of a day; what else can be read as a date is none here. */
function dateOf(text: string): number {
  return /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : NaN;
}
