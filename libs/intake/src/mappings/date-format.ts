import { isDate, isInstant, toUtc } from '#kernel';

/** A point in time as it was written, each part padded; parts that the format does not have are the first ones. */
export interface WrittenTime {
  date: string;
  time: string;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const TOKENS: Record<string, [name: string, pattern: string]> = {
  YYYY: ['year', '(\\d{4})'],
  MMM: ['monthName', '([A-Za-z]{3})'],
  MM: ['month', '(\\d{2})'],
  M: ['month', '(\\d{1,2})'],
  DD: ['day', '(\\d{2})'],
  D: ['day', '(\\d{1,2})'],
  HH: ['hour', '(\\d{2})'],
  H: ['hour', '(\\d{1,2})'],
  mm: ['minute', '(\\d{2})'],
  ss: ['second', '(\\d{2})'],
  SSS: ['millisecond', '(\\d{3})'],
};
const TOKEN = /YYYY|MMM|MM|M|DD|D|HH|H|mm|ss|SSS/g;

/** Reads dates and times written in one format, for instance `YYYYMMDD` or `D/M/YYYY HH:mm`. */
export class DateFormat {
  private readonly names: string[] = [];
  private readonly pattern: RegExp;

  constructor(readonly format: string) {
    let pattern = '';
    let from = 0;
    for (const { 0: token, index } of format.matchAll(TOKEN)) {
      const [name, part] = TOKENS[token]!;
      pattern += literal(format.slice(from, index)) + part;
      this.names.push(name);
      from = index + token.length;
    }
    this.pattern = new RegExp(`^${pattern}${literal(format.slice(from))}$`);
  }

  /** Whether the format says which day it is. */
  get isComplete(): boolean {
    const has = (name: string): boolean => this.names.includes(name);
    return has('year') && has('day') && (has('month') || has('monthName'));
  }

  /** The calendar date (YYYY-MM-DD), or undefined when the text is not one that exists. */
  date(text: string): string | undefined {
    const written = this.read(text);
    return written && isDate(written.date) ? written.date : undefined;
  }

  /** The instant in UTC, or undefined when the text is not one that exists. `offset` is `Z` or `+02:00`. */
  instant(text: string, offset: string): string | undefined {
    const written = this.read(text);
    if (!written) return undefined;
    const instant = `${written.date}T${written.time}${offset}`;
    if (!isInstant(instant)) return undefined;
    return offset === 'Z' ? instant : toUtc(instant);
  }

  private read(text: string): WrittenTime | undefined {
    const match = this.pattern.exec(text);
    if (!match) return undefined;
    const parts: Record<string, string> = {};
    this.names.forEach((name, at) => (parts[name] = match[at + 1]!));
    const { year, monthName, day = '', hour = '', minute = '', second = '', millisecond = '000' } = parts;
    const month = monthName ? String(MONTHS.indexOf(monthName.toLowerCase()) + 1) : (parts.month ?? '');
    return {
      date: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
      time: `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}:${second.padStart(2, '0')}.${millisecond}`,
    };
  }
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
