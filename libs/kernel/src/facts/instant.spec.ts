import { describe, expect, it } from '@jest/globals';
import { instantOf, isDate, isInstant, toUtc } from './instant.js';

describe('an instant', () => {
  it('is a date-time that exists, with its offset', () => {
    for (const text of ['2024-02-29T23:59:59Z', '2026-03-01T09:30:00.25+02:00', '1997-01-01t00:00:00z']) {
      expect(isInstant(text)).toBe(true);
    }
    for (const text of ['2026-02-29T00:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01T00:00:00', '2026-01-01', 'now']) {
      expect(isInstant(text)).toBe(false);
    }
  });

  it('stays within the years 1 to 9999 in UTC', () => {
    expect(isInstant('0001-01-01T00:00:00Z')).toBe(true);
    expect(isInstant('0001-01-01T00:00:00+01:00')).toBe(false);
    expect(isInstant('9999-12-31T23:59:59.999Z')).toBe(true);
    expect(isInstant('9999-12-31T23:59:59-01:00')).toBe(false);
  });

  it('is written in UTC with milliseconds', () => {
    expect(toUtc('2026-03-01T09:30:00.25+02:00')).toBe('2026-03-01T07:30:00.250Z');
    expect(instantOf(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(instantOf(Number.MAX_SAFE_INTEGER)).toBe('9999-12-31T23:59:59.999Z');
  });
});

describe('a date', () => {
  it('is one of the calendar', () => {
    expect(isDate('2000-02-29')).toBe(true);
    expect(isDate('1900-02-29')).toBe(false);
    expect(isDate('2026-13-01')).toBe(false);
    expect(isDate('2026-1-1')).toBe(false);
  });
});
