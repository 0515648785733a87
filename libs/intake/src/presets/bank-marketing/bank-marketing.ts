import { MappingInvalid } from '../../errors/mapping-invalid.js';
import type { Mapping } from '../../mappings/mapping.js';
import type { Preset } from '../preset.js';
import { RowValues } from '../row-values.js';
import { BankCalendar, type CallDay, daysBefore } from './bank-calendar.js';

/** Calls of one row that can be believed; the longest known campaign had 63. */
const MAX_CALLS = 1_000;
const OFFER_ID = 'term-deposit';
/** What pdays says when there was no contact before (bank-additional and bank-full), or its day is not known. */
const NO_DAY: ReadonlySet<number> = new Set([999, -1]);

const ATTRIBUTES = ['job', 'marital', 'education', 'default', 'housing', 'loan'];
const CAMPAIGN_COLUMNS = [...ATTRIBUTES, 'age', 'contact', 'month', 'duration', 'campaign', 'y'];
const EARLIER_COLUMNS = ['contact', 'month', 'pdays', 'previous', 'poutcome'];

type EventParts = { id: string; type: string; time: string; data: object };

/** The customer, the calls of the row's campaign, and the answer to its offer. */
export const bankMarketing: Preset = {
  name: 'bank-marketing',
  about: 'Telephone campaigns of a Portuguese bank, May 2008 to November 2010: customers, calls, answers',
  parts: [{ mappingOf: mappingOf('bank-marketing', CAMPAIGN_COLUMNS, campaignEvents) }],
};

/** The calls before the row's campaign and the answer to theirs, for the same customers. */
export const bankMarketingEarlier: Preset = {
  name: 'bank-marketing-earlier',
  about: 'The same file once more: the contacts before each campaign, and their outcome',
  parts: [{ mappingOf: mappingOf('bank-marketing-earlier', EARLIER_COLUMNS, earlierEvents) }],
};

type RowEvents = (row: RowValues, day: CallDay | undefined, subject: string, hasBalance: boolean) => EventParts[];

function mappingOf(name: string, needed: readonly string[], rowEvents: RowEvents): (firstLine: string) => Mapping {
  return (firstLine) => {
    const columns = firstLine.split(';').map((column) => column.trim().replace(/^"|"$/g, ''));
    checkColumns(name, needed, columns);
    const hasBalance = columns.includes('balance');
    const calendar = new BankCalendar({
      hasIndicators: columns.includes('nr.employed'),
      hasDayOfMonth: columns.includes('day'),
    });
    return {
      format: { kind: 'csv', separator: ';' },
      source: 'urn:bank-marketing:bank-additional',
      eventsOf: (columnsOfRow, rowNumber) => {
        const row = new RowValues(columnsOfRow as Record<string, string>);
        const subject = `line-${rowNumber}`;
        const events = rowEvents(row, calendar.dayOf(row), subject, hasBalance);
        row.check();
        return events.map((event) => ({ specversion: '1.0', subject, ...event }));
      },
    };
  };
}

function campaignEvents(row: RowValues, day: CallDay | undefined, subject: string, hasBalance: boolean): EventParts[] {
  const attributes: Record<string, string | number> = { age: row.wholeNumber('age') };
  for (const name of ATTRIBUTES) attributes[name] = row.text(name);
  if (hasBalance) attributes['balance'] = row.wholeNumber('balance', -Number.MAX_SAFE_INTEGER);
  const channel = row.text('contact');
  const durationSeconds = row.wholeNumber('duration');
  const calls = callCount(row, 'campaign', 1);
  const accepted = row.oneOf('y', { yes: true, no: false });
  if (!day || calls === undefined || accepted === undefined) return [];

  const time = `${day.date}T00:00:00Z`;
  const call = { direction: 'outbound', campaign: 'bank-marketing' };
  const events: EventParts[] = [
    { id: `${subject}-registered`, type: 'CustomerRegistered', time, data: { attributes } },
  ];
  for (let count = 1; count < calls; count += 1) {
    const summary = 'Known by count only; dated as the last call of the campaign';
    events.push({ id: `${subject}-call-${count}`, type: 'CallLogged', time, data: { ...call, summary } });
  }
  const last = {
    ...call,
    channel,
    durationSeconds,
    ...(day.isExact ? {} : { summary: 'Day of the month not known; dated on the first such weekday of the month' }),
  };
  events.push({ id: `${subject}-call-${calls}`, type: 'CallLogged', time, data: last });
  events.push({ id: `${subject}-answer`, time, ...answer(accepted, 'bank-marketing', channel) });
  return events;
}

function earlierEvents(row: RowValues, day: CallDay | undefined, subject: string): EventParts[] {
  const pdays = row.wholeNumber('pdays', -1);
  const calls = callCount(row, 'previous', 0);
  const outcome = row.oneOf('poutcome', {
    success: true,
    failure: false,
    nonexistent: undefined,
    unknown: undefined,
    other: undefined,
  });
  if (!day || calls === undefined || calls === 0) return [];

  const isDated = !NO_DAY.has(pdays);
  const time = `${daysBefore(day.date, isDated ? pdays : 1)}T00:00:00Z`;
  const campaign = 'bank-marketing-earlier';
  const events: EventParts[] = [];
  for (let count = 1; count <= calls; count += 1) {
    const summary =
      isDated && count === calls
        ? 'Dated by the days that had passed at the last call of the next campaign'
        : isDated
          ? 'Known by count only; dated as the last call of the campaign'
          : 'Known by count only; dated the day before the last call of the next campaign';
    const data = { direction: 'outbound', campaign, summary };
    events.push({ id: `${subject}-earlier-call-${count}`, type: 'CallLogged', time, data });
  }
  if (outcome !== undefined) {
    events.push({ id: `${subject}-earlier-answer`, time, ...answer(outcome, campaign) });
  }
  return events;
}

function answer(accepted: boolean, campaign: string, channel?: string): { type: string; data: object } {
  const way = channel === undefined ? {} : { channel };
  if (accepted) return { type: 'OfferAccepted', data: { offerId: OFFER_ID, campaign, ...way } };
  return {
    type: 'RefusalRecorded',
    data: { subject: 'term deposit', reasonCode: 'not_stated', offerId: OFFER_ID, campaign, ...way },
  };
}

/** A number of calls, or undefined after it has told `row` what is wrong. */
function callCount(row: RowValues, column: string, min: number): number | undefined {
  const calls = row.wholeNumber(column, min);
  if (calls > MAX_CALLS) row.refuse(column, 'maximum', `must be at most ${MAX_CALLS}`);
  return calls >= min && calls <= MAX_CALLS ? calls : undefined;
}

function checkColumns(preset: string, needed: readonly string[], columns: readonly string[]): void {
  const all = [...needed, ...(columns.includes('day') ? [] : ['day_of_week'])];
  const missing = all.filter((column) => !columns.includes(column));
  if (missing.length === 0) return;
  throw new MappingInvalid(
    preset,
    missing.map((column) => ({
      field: 'columns',
      rule: 'known-column',
      message: `the file has no column "${column}"; its first line must name the columns, with ; between them`,
    })),
  );
}
