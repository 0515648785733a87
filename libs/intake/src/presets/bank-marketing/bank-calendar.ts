import { isDate } from '#kernel';
import type { RowValues } from '../row-values.js';

const MONTHS: Readonly<Record<string, number>> = {
  ...{ jan: 1, feb: 2, mar: 3, apr: 4, may: 5, jun: 6 },
  ...{ jul: 7, aug: 8, sep: 9, oct: 10, nov: 11, dec: 12 },
};
const WEEKDAYS: Readonly<Record<string, number>> = { sun: 0, mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6 };

/**
 * The year by the number of employees (nr.employed), an indicator that changes every quarter and never takes a value
 * twice. (Within the years that it gives, each month has one consumer price index, as it must.)
 */
const YEAR_BY_EMPLOYED: Readonly<Record<string, number>> = {
  ...{ '5228.1': 2008, '5195.8': 2008, '5191': 2008, '5191.0': 2008, '5176.3': 2008 },
  ...{ '5099.1': 2009, '5076.2': 2009, '5023.5': 2009, '5017.5': 2009 },
  ...{ '5008.7': 2010, '4991.6': 2010, '4963.6': 2010 },
};

/** The first year of the records; they begin in May. */
const FIRST_YEAR = 2008;

export interface CallDay {
  /** YYYY-MM-DD */
  date: string;
  /** Whether the file says the day of the month; else it is the first such weekday of the month. */
  isExact: boolean;
}

/**
 * Finds the day of a row's last call. The files name no year. Those with economic indicators tell it by them, in any
 * order of rows; in those without, rows are in date order, and a month before the last row's one begins a new year.
 */
export class BankCalendar {
  private year = FIRST_YEAR;
  private lastMonth = 0;

  constructor(private readonly columns: { hasIndicators: boolean; hasDayOfMonth: boolean }) {}

  /** Undefined after it has told `row` what is wrong. */
  dayOf(row: RowValues): CallDay | undefined {
    const month = row.oneOf('month', MONTHS);
    if (month === undefined) return undefined;
    const year = this.columns.hasIndicators ? row.oneOf('nr.employed', YEAR_BY_EMPLOYED) : this.yearInOrder(month);
    if (this.columns.hasDayOfMonth) {
      const day = row.wholeNumber('day', 1);
      if (year === undefined || Number.isNaN(day)) return undefined;
      const date = dateText(year, month, day);
      if (isDate(date)) return { date, isExact: true };
      row.refuse('day', 'format', `must be a day of the month, and ${date} does not exist`);
      return undefined;
    }
    const weekday = row.oneOf('day_of_week', WEEKDAYS);
    if (year === undefined || weekday === undefined) return undefined;
    const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
    return { date: dateText(year, month, 1 + ((weekday - first + 7) % 7)), isExact: false };
  }

  private yearInOrder(month: number): number {
    if (month < this.lastMonth) this.year += 1;
    this.lastMonth = month;
    return this.year;
  }
}

/** The date so many days before another. */
export function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(date) - days * 86_400_000).toISOString().slice(0, 10);
}

function dateText(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
