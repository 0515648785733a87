import { instantOf } from '#kernel';
import type { CalendarUnit } from '../events/program-rules.js';

const DAY_MS = 86_400_000;

/** Calendar months in each unit. */
const MONTHS_IN: Readonly<Record<CalendarUnit, number>> = { month: 1, quarter: 3, half_year: 6, year: 12 };

/**
 * The instant so many calendar months later (or, negative, earlier), in UTC; the 31st becomes the last day of a shorter
 * month.
 */
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

/** The first instant behind the calendar unit (UTC) in which an instant lies, or behind the `after`-th one that follows. */
export function endOfUnit(instant: string, unit: CalendarUnit, after = 0): string {
  const at = new Date(instant);
  const months = MONTHS_IN[unit];
  const first = new Date(0);
  first.setUTCFullYear(at.getUTCFullYear(), at.getUTCMonth() - (at.getUTCMonth() % months) + months * (after + 1), 1);
  return instantOf(first.getTime());
}

/** The first instant of the calendar year (UTC) in which an instant lies. */
export function startOfYear(instant: string): string {
  return `${instant.slice(0, 4)}-01-01T00:00:00.000Z`;
}

/** The instant one millisecond later: the end of a period that is to hold the instant itself. */
export function justAfter(instant: string): string {
  return instantOf(Date.parse(instant) + 1);
}

function daysIn(year: number, month: number): number {
  const last = new Date(0);
  last.setUTCFullYear(year, month + 1, 0);
  return last.getUTCDate();
}
