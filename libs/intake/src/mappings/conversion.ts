import { isInstant, toUtc } from '#kernel';
import type { Pick } from './column-scope.js';
import { isEmpty, type RowAtHand, textOf } from './columns.js';
import { DateFormat } from './date-format.js';
import { below, isObject, readKeys } from './known-keys.js';
import { type DecimalNotation, minorUnitDigits, toMinorUnits } from './minor-units.js';
import { type Maker, template, type TemplateContext } from './template.js';

/** What a column's value can be made into, with the keys that each conversion takes. */
const CONVERSIONS = {
  text: ['max'],
  value: [],
  integer: [],
  decimal: ['decimal', 'thousands'],
  money: ['currency', 'decimal', 'thousands'],
  minorUnits: ['currency', 'decimal', 'thousands'],
  date: ['format'],
  instant: ['format', 'zone'],
  enum: ['values', 'otherwise'],
} as const satisfies Record<string, readonly string[]>;
type ConversionName = keyof typeof CONVERSIONS;

const COMMON_KEYS = ['column', 'as', 'optional', 'empty', 'of'];
const PICKS: readonly unknown[] = ['same', 'first', 'last'] satisfies Pick[];

/** A value that cannot be converted: the rule it breaks and what should have been there. */
interface Unfit {
  rule: string;
  expected: string;
}

/** Converts a value that is not empty. */
type Convert = (value: unknown, row: RowAtHand) => { made: unknown } | Unfit;

/** Makes an event's field of a column: `{column, as, optional, empty, …}`. */
export function conversion(node: Record<string, unknown>, defaultAs: ConversionName, context: TemplateContext): Maker {
  const as = (node.as ?? defaultAs) as ConversionName;
  if (!Object.hasOwn(CONVERSIONS, as)) {
    const message = `must be one of ${Object.keys(CONVERSIONS).join(', ')}`;
    context.violations.push({ field: below(context.path, 'as'), rule: 'enum', message });
    return () => undefined;
  }
  const known = [...COMMON_KEYS, ...CONVERSIONS[as]];
  readKeys({ value: node, path: context.path }, { known }, context.violations);
  const name = textKey(node, 'column', context) ?? '';
  const optional = node.optional === true;
  if (node.optional !== undefined && typeof node.optional !== 'boolean') wrong(context, 'optional', 'true or false');
  const alsoEmpty = textList(node.empty, 'empty', context);
  const read = context.column(name, readPick(node.of, context));
  const convert = converter(as, node, context);
  const { field } = context;
  return (row) => {
    const value = read(row.columns);
    if (isEmpty(value) || (typeof value === 'string' && alsoEmpty.includes(value.trim()))) {
      if (!optional) row.violations.push({ field, rule: 'required', message: `column ${name} is empty` });
      return undefined;
    }
    const result = convert(value, row);
    if ('made' in result) return result.made;
    const message = `column ${name} must be ${result.expected}, and is ${JSON.stringify(value)}`;
    row.violations.push({ field, rule: result.rule, message });
    return undefined;
  };
}

function converter(as: ConversionName, node: Record<string, unknown>, context: TemplateContext): Convert {
  switch (as) {
    case 'text':
      return (value) =>
        typeof value === 'object'
          ? unfit('type', 'a text')
          : { made: typeof value === 'string' ? value : textOf(value) };
    case 'value':
      return (made) => ({ made });
    case 'integer':
      return toInteger;
    case 'decimal':
      return decimalConverter(node, context);
    case 'money':
    case 'minorUnits':
      return moneyConverter(as, node, context);
    case 'date':
      return dateConverter(node, context);
    case 'instant':
      return instantConverter(node, context);
    case 'enum':
      return enumConverter(node, context);
  }
}

function toInteger(value: unknown): ReturnType<Convert> {
  const text = textOf(value);
  const made = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(made) ? { made } : unfit('integer', 'a whole number');
}

function decimalConverter(node: Record<string, unknown>, context: TemplateContext): Convert {
  const { decimal, thousands } = readNotation(node, context);
  return (value) => {
    let text = textOf(value);
    if (thousands !== undefined) text = text.replaceAll(thousands, '');
    if (decimal !== '.') text = text.replace(decimal, '.');
    return /^[+-]?\d+(?:\.\d+)?$/.test(text) ? { made: Number(text) } : unfit('number', 'a number');
  };
}

function moneyConverter(as: 'money' | 'minorUnits', node: Record<string, unknown>, context: TemplateContext): Convert {
  const notation = readNotation(node, context);
  const currencyText = textKey(node, 'currency', context) ?? 'XXX';
  const currencyOf = template(currencyText, { ...context, path: below(context.path, 'currency') });
  const isConstant = !currencyText.includes('{');
  if (isConstant && minorUnitDigits(currencyText) === undefined) {
    wrong(context, 'currency', 'an ISO 4217 code, for instance USD');
  }
  return (value, row) => {
    const currency = isConstant ? currencyText : String(currencyOf(row)).trim();
    const digits = minorUnitDigits(currency);
    if (digits === undefined) return unfit('currency', `an amount of an ISO 4217 currency (not "${currency}")`);
    const amount = toMinorUnits(textOf(value), digits, notation);
    if (amount === undefined) return unfit('money', `an amount of at most ${digits} decimals`);
    return { made: as === 'money' ? { amount, currency } : amount };
  };
}

function dateConverter(node: Record<string, unknown>, context: TemplateContext): Convert {
  const format = readDateFormat(node, 'YYYY-MM-DD', context);
  return (value) => {
    const made = format.date(textOf(value));
    return made === undefined ? unfit('format', `an existing date written ${format.format}`) : { made };
  };
}

const EPOCH_FORMATS: Record<string, number> = { 'unix-seconds': 1_000, 'unix-milliseconds': 1 };
const MAX_EPOCH_MS = 8.64e15;

function instantConverter(node: Record<string, unknown>, context: TemplateContext): Convert {
  const { format: written, zone = 'Z' } = node;
  if (typeof zone !== 'string' || !/^(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/.test(zone)) {
    wrong(context, 'zone', 'an offset from UTC: Z or for instance "+02:00"');
  }
  if (written === undefined) {
    return (value) => {
      const text = textOf(value);
      return isInstant(text) ? { made: toUtc(text) } : unfit('format', 'an existing date-time (RFC 3339)');
    };
  }
  const unit = typeof written === 'string' ? EPOCH_FORMATS[written] : undefined;
  if (unit !== undefined) {
    return (value) => {
      const text = textOf(value);
      const at = /^-?\d+(?:\.\d+)?$/.test(text) ? Math.round(Number(text) * unit) : NaN;
      const exists = Math.abs(at) <= MAX_EPOCH_MS;
      return exists ? { made: new Date(at).toISOString() } : unfit('format', 'a time counted from 1970');
    };
  }
  const format = readDateFormat(node, 'YYYY-MM-DD', context);
  return (value) => {
    const made = format.instant(textOf(value), zone as string);
    return made === undefined ? unfit('format', `an existing time written ${format.format}`) : { made };
  };
}

function enumConverter(node: Record<string, unknown>, context: TemplateContext): Convert {
  const { values, otherwise } = node;
  if (!isObject(values) || Object.values(values).some((each) => typeof each === 'object')) {
    wrong(context, 'values', 'a set of the words of the file with the values they stand for');
    return () => unfit('enum', 'known');
  }
  const known = new Map(Object.entries(values));
  return (value) => {
    const text = textOf(value);
    if (known.has(text)) return { made: known.get(text) };
    return otherwise === undefined ? unfit('enum', `one of ${[...known.keys()].join(', ')}`) : { made: otherwise };
  };
}

function readNotation(node: Record<string, unknown>, context: TemplateContext): DecimalNotation {
  const sign = (key: 'decimal' | 'thousands'): string | undefined => {
    const value = node[key];
    if (value === undefined || (typeof value === 'string' && value.length === 1)) return value;
    wrong(context, key, 'one character');
    return undefined;
  };
  const thousands = sign('thousands');
  return { decimal: sign('decimal') ?? '.', ...(thousands === undefined ? {} : { thousands }) };
}

function readDateFormat(node: Record<string, unknown>, usual: string, context: TemplateContext): DateFormat {
  const written = node.format ?? usual;
  const format = new DateFormat(typeof written === 'string' ? written : usual);
  if (typeof written !== 'string' || !format.isComplete) {
    wrong(context, 'format', 'a pattern with year, month and day, for instance YYYYMMDD or D/M/YYYY HH:mm');
  }
  return format;
}

/** `of`: which row of a group the column is read from. */
function readPick(of: unknown, { path, scopes, isBelow, violations }: TemplateContext): Pick | undefined {
  if (of === undefined) return undefined;
  if (PICKS.includes(of) && scopes.hasBelow(undefined) && !isBelow) return of as Pick;
  const message = 'must be same, first or last, and goes with a group of rows only';
  violations.push({ field: below(path, 'of'), rule: 'enum', message });
  return undefined;
}

function textKey(node: Record<string, unknown>, key: string, context: TemplateContext): string | undefined {
  const value = node[key];
  if (typeof value === 'string' && value !== '') return value;
  wrong(context, key, 'a text');
  return undefined;
}

function textList(value: unknown, key: string, context: TemplateContext): string[] {
  if (value === undefined) return [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.some((each) => typeof each === 'object')) wrong(context, key, 'a text or a list of texts');
  return list.map(String);
}

function unfit(rule: string, expected: string): Unfit {
  return { rule, expected };
}

function wrong({ path, violations }: TemplateContext, key: string, expected: string): void {
  violations.push({ field: below(path, key), rule: 'type', message: `must be ${expected}` });
}
