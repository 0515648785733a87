import { instantOf, isDate, isInstant, toUtc, ValidationFailed } from '#kernel';

const DAY_MS = 86_400_000;

/**
 * The instant (RFC 3339 in UTC) that an option's text means: a date-time, or a date (YYYY-MM-DD), which stands for its
 * last millisecond in UTC, so that all of the day counts. Throws ValidationFailed for any other text.
 */
export function instantOption(name: string, text: string): string {
  if (isDate(text)) return instantOf(Date.parse(text) + DAY_MS - 1);
  if (isInstant(text)) return toUtc(text);
  const message = 'must be a date, YYYY-MM-DD, or a date-time (RFC 3339)';
  throw new ValidationFailed([{ field: name, rule: 'format', message }]);
}
