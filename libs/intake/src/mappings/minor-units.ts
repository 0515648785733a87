/** The digits behind the decimal point that a currency has (ISO 4217), or undefined for a code that is none. */
export function minorUnitDigits(currency: string): number | undefined {
  if (!/^[A-Z]{3}$/.test(currency)) return undefined;
  const known = digitsByCurrency.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  digitsByCurrency.set(currency, digits);
  return digits;
}

const digitsByCurrency = new Map<string, number>();

export interface DecimalNotation {
  /** Decimal sign, one character. */
  decimal: string;
  /** Sign between thousands, one character; none when undefined. */
  thousands?: string;
}

const POINT: DecimalNotation = { decimal: '.' };

/**
 * Whole minor units of a decimal text, exactly: no binary fraction comes between. Undefined for a text that is no
 * decimal number, has digits that the currency cannot express, or is too large to be counted exactly.
 */
export function toMinorUnits(text: string, digits: number, notation: DecimalNotation = POINT): number | undefined {
  const { decimal, thousands } = notation;
  const plain = thousands === undefined ? text : withoutThousands(text, thousands, decimal);
  if (plain === undefined) return undefined;
  const cut = plain.indexOf(decimal);
  const whole = cut < 0 ? plain : plain.slice(0, cut);
  const fraction = cut < 0 ? '' : plain.slice(cut + decimal.length);
  if (!/^[+-]?\d+$/.test(whole) || !/^\d*$/.test(fraction)) return undefined;
  if (!/^0*$/.test(fraction.slice(digits))) return undefined;
  const amount = Number(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  return Number.isSafeInteger(amount) ? amount + 0 : undefined;
}

/** The text with its thousands signs taken out, where they stand between groups of three. */
function withoutThousands(text: string, thousands: string, decimal: string): string | undefined {
  if (!text.includes(thousands)) return text;
  const [whole = '', ...rest] = text.split(decimal);
  const groups = whole.replace(/^[+-]/, '').split(thousands);
  if (!groups.every((group, at) => (at === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(group))) return undefined;
  return [whole.replaceAll(thousands, ''), ...rest].join(decimal);
}

/** Decimal digits that a binary number carries faithfully; what stands behind them is noise of calculations. */
const FAITHFUL_DIGITS = 15;

/**
 * Whole minor units of a JSON number, exactly: the number must be the one that the amount's decimal text is read as, but
 * for the noise of a calculation, as in 0.1 + 0.2. Undefined for a number with digits that the currency cannot express.
 */
export function numberToMinorUnits(value: number, digits: number): number | undefined {
  return exactMinorUnits(value, digits) ?? exactMinorUnits(Number(value.toPrecision(FAITHFUL_DIGITS)), digits);
}

function exactMinorUnits(value: number, digits: number): number | undefined {
  const factor = 10 ** digits;
  const amount = Math.round(value * factor);
  // Division is rounded correctly, so it gives the very number that the decimal text would be read as.
  return Number.isSafeInteger(amount) && amount / factor === value ? amount + 0 : undefined;
}
