import { describe, expect, it } from '@jest/globals';
import { daysLater, endOfUnit, justAfter, monthsLater, startOfYear } from './calendar.js';
import { expiryOf } from './expiry.js';

const NOON = 'T12:00:00.000Z';

describe('calendar months', () => {
  it('end on the last day of a shorter month', () => {
    expect(monthsLater(`2026-01-31${NOON}`, 1)).toBe(`2026-02-28${NOON}`);
    expect(monthsLater(`2024-02-29${NOON}`, 24)).toBe(`2026-02-28${NOON}`);
    expect(monthsLater(`2026-12-31${NOON}`, 2)).toBe(`2027-02-28${NOON}`);
    expect(monthsLater(`2026-06-15${NOON}`, 24)).toBe(`2028-06-15${NOON}`);
    expect(monthsLater(`2026-03-31${NOON}`, -1)).toBe(`2026-02-28${NOON}`);
    expect(monthsLater(`0099-12-31${NOON}`, 2)).toBe(`0100-02-28${NOON}`);
  });

  it('end with the calendar', () => {
    expect(monthsLater(`9998-06-15${NOON}`, 24)).toBe('9999-12-31T23:59:59.999Z');
  });
});

describe('other dates', () => {
  it('count days as 24 hours', () => {
    expect(daysLater(`2026-02-27${NOON}`, 2)).toBe(`2026-03-01${NOON}`);
  });

  it('end a calendar unit with the first instant behind it', () => {
    expect(endOfUnit(`2026-02-10${NOON}`, 'month')).toBe('2026-03-01T00:00:00.000Z');
    expect(endOfUnit(`2026-02-10${NOON}`, 'quarter')).toBe('2026-04-01T00:00:00.000Z');
    expect(endOfUnit(`2026-02-10${NOON}`, 'half_year')).toBe('2026-07-01T00:00:00.000Z');
    expect(endOfUnit(`2026-09-10${NOON}`, 'half_year')).toBe('2027-01-01T00:00:00.000Z');
    expect(endOfUnit(`2026-02-10${NOON}`, 'year')).toBe('2027-01-01T00:00:00.000Z');
    expect(endOfUnit(`2026-11-30${NOON}`, 'month', 2)).toBe('2027-02-01T00:00:00.000Z');
    expect(endOfUnit(`0050-11-30${NOON}`, 'year')).toBe('0051-01-01T00:00:00.000Z');
  });

  it('know the year, and the next millisecond', () => {
    expect(startOfYear(`2026-02-10${NOON}`)).toBe('2026-01-01T00:00:00.000Z');
    expect(justAfter(`2026-02-10${NOON}`)).toBe('2026-02-10T12:00:00.001Z');
  });
});

describe('the end of points', () => {
  const earnedAt = `2026-01-31${NOON}`;

  it('is counted from the earning, in months or days', () => {
    expect(expiryOf({ kind: 'rolling', months: 1 }, earnedAt)).toBe(`2026-02-28${NOON}`);
    expect(expiryOf({ kind: 'rolling', days: 1 }, earnedAt)).toBe(`2026-02-01${NOON}`);
  });

  it('is the end of a calendar unit, or of a later one', () => {
    expect(expiryOf({ kind: 'calendar', unit: 'quarter' }, earnedAt)).toBe('2026-04-01T00:00:00.000Z');
    expect(expiryOf({ kind: 'calendar', unit: 'month', after: 1 }, earnedAt)).toBe('2026-03-01T00:00:00.000Z');
  });

  it('never comes where nothing says so', () => {
    expect(expiryOf({ kind: 'none' }, earnedAt)).toBeNull();
    expect(expiryOf(undefined, earnedAt)).toBeNull();
  });
});
