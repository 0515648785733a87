import { instantOf } from '#kernel';

const DAY_MS = 86_400_000;

/** The instant so many calendar months later, in UTC; the 31st becomes the last day of a shorter month. */
export function monthsLater(instant: string, months: number): string {
  const at = new Date(instant);
  const day = at.getUTCDate();
  at.setUTCDate(1);
  at.setUTCMonth(at.getUTCMonth() + months);
  at.setUTCDate(Math.min(day, daysIn(at.getUTCFullYear(), at.getUTCMonth())));
  return instantOf(at.getTime());
}

/** The instant so many times 24 hours later. */
export function daysLater(instant: string, days: number): string {
  return instantOf(Date.parse(instant) + days * DAY_MS);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
}
