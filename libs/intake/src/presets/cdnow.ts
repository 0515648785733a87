import { ValidationFailed, type Violation } from '#kernel';
import { MappingInvalid } from '../errors/mapping-invalid.js';
import type { Mapping } from '../mappings/mapping.js';
import { DateFormat } from '../mappings/date-format.js';
import { toMinorUnits } from '../mappings/minor-units.js';
import type { Preset } from './preset.js';

/** One purchase a line: customer, date (YYYYMMDD), number of CDs, dollars. */
type PurchaseRow = Record<'customer' | 'date' | 'cds' | 'dollars', string>;

const DATE = new DateFormat('YYYYMMDD');
const DOLLAR_DIGITS = 2;

/**
 * Purchases of the CDNOW customers of early 1997, to June 1998 (Fader and Hardie). The whole base has a line of names
 * and four columns, the 1/10 sample has none and five. Lines of one customer and day are purchases of their own, those
 * of zero dollars included. The files tell no time of day: purchases are dated at 00:00 UTC.
 */
export const cdnow: Preset = {
  name: 'cdnow',
  about: 'CDNOW purchases 1997-01 to 1998-06, whole base or 1/10 sample (blank-separated text)',
  parts: [{ mappingOf: layoutOf }],
};

/** Throws MappingInvalid for a file that is not laid out like either. */
function layoutOf(firstLine: string): Mapping {
  switch (firstLine.trim().split(/\s+/).length) {
    case 4:
      return layout('urn:cdnow:master', 'line-', ['customer', 'date', 'cds', 'dollars'], isHeader(firstLine));
    case 5:
      return layout('urn:cdnow:sample', 'sample-line-', ['master', 'customer', 'date', 'cds', 'dollars'], false);
    default:
      throw new MappingInvalid('cdnow', [
        { field: 'columns', rule: 'columns', message: 'the file must have 4 columns (whole base) or 5 (sample)' },
      ]);
  }
}

function isHeader(firstLine: string): boolean {
  return !/^\s*\d/.test(firstLine);
}

function layout(source: string, idPrefix: string, columns: readonly string[], header: boolean): Mapping {
  return {
    format: { kind: 'text', columns, header },
    source,
    eventsOf: (row, rowNumber) => purchase(row as PurchaseRow, idPrefix + rowNumber),
  };
}

function purchase({ customer, date, cds, dollars }: PurchaseRow, id: string): object {
  const time = DATE.instant(date, 'Z');
  const amount = toMinorUnits(dollars, DOLLAR_DIGITS);
  if (time === undefined || amount === undefined || !/^\d{1,9}$/.test(cds)) throw unreadable(time, amount, cds);
  return {
    specversion: '1.0',
    id,
    type: 'PurchaseRecorded',
    subject: customer,
    time,
    data: { total: { amount, currency: 'USD' }, quantity: Number(cds) },
  };
}

function unreadable(time: string | undefined, amount: number | undefined, cds: string): ValidationFailed {
  const violations: Violation[] = [];
  if (time === undefined) {
    violations.push({
      field: 'time',
      rule: 'format',
      message: 'column date must be an existing date written YYYYMMDD',
    });
  }
  if (!/^\d{1,9}$/.test(cds)) {
    violations.push({ field: 'data.quantity', rule: 'integer', message: 'column cds must be a whole number' });
  }
  if (amount === undefined) {
    violations.push({
      field: 'data.total.amount',
      rule: 'money',
      message: 'column dollars must be an amount of at most 2 decimals',
    });
  }
  return new ValidationFailed(violations);
}
