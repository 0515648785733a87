import { ValidationFailed, type Violation } from '#kernel';
import { isObject } from '../mappings/known-keys.js';
import { minorUnitDigits, numberToMinorUnits, toMinorUnits } from '../mappings/minor-units.js';

/** Reads the members of a call's part (`properties`, `traits`), and gathers what is wrong with them. */
export class CallValues {
  private readonly members: Record<string, unknown>;

  constructor(
    value: unknown,
    /** Where the part stands in the call, for what is told about it. */
    private readonly path: string,
    private readonly violations: Violation[] = [],
  ) {
    if (value !== undefined && value !== null && !isObject(value)) {
      this.violations.push({ field: path, rule: 'type', message: 'must be an object' });
    }
    this.members = isObject(value) ? value : {};
  }

  /** The first of these members that says something, as text: numbers and truth values are texts too. */
  text(...names: string[]): string | undefined {
    const name = names.find((each) => says(this.members[each]));
    if (name === undefined) return undefined;
    const text = plainText(this.members[name]);
    if (text === undefined) this.refuse(name, 'type', 'must be a text');
    return text;
  }

  requiredText(...names: string[]): string {
    const text = this.text(...names);
    if (text === undefined && !names.some((name) => says(this.members[name]))) {
      this.refuse(names[0]!, 'required', `is required${names.length > 1 ? `, or ${names.slice(1).join(', ')}` : ''}`);
    }
    return text ?? '';
  }

  /** A whole number, or undefined when there is none. */
  wholeNumber(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = /^-?\d{1,15}(?:\.0+)?$/.test(text) ? Number(text) : NaN;
    if (!Number.isSafeInteger(value)) this.refuse(name, 'integer', 'must be a whole number');
    return value;
  }

  /** The first of these members as minor units of the currency, exactly; undefined when there is none. */
  minorUnits(currency: string, ...names: string[]): number | undefined {
    const name = names.find((each) => says(this.members[each]));
    if (name === undefined) return undefined;
    const digits = minorUnitDigits(currency) ?? 0;
    const value = this.members[name];
    const amount = typeof value === 'number' ? numberToMinorUnits(value, digits) : textAmount(value, digits);
    if (amount === undefined) {
      this.refuse(name, 'money', `must be an amount of ${currency}, of at most ${digits} decimals`);
    }
    return amount ?? 0;
  }

  /** The ISO 4217 code of `currency`; Segment's own default where it is missing. */
  currency(): string {
    const currency = this.text('currency')?.toUpperCase() ?? 'USD';
    if (minorUnitDigits(currency) === undefined) this.refuse('currency', 'currency', 'must be an ISO 4217 code');
    return currency;
  }

  /** The members of each object in a list; empty when there is none. */
  list(name: string): CallValues[] {
    const list = this.members[name];
    if (!says(list)) return [];
    if (!Array.isArray(list)) {
      this.refuse(name, 'type', 'must be a list');
      return [];
    }
    return list.map((value: unknown, at) => new CallValues(value, `${this.path}.${name}.${at}`, this.violations));
  }

  get entries(): [string, unknown][] {
    return Object.entries(this.members);
  }

  refuse(name: string, rule: string, message: string): void {
    this.violations.push({ field: `${this.path}.${name}`, rule, message });
  }

  /** Throws ValidationFailed when anything was wrong. */
  check(): void {
    if (this.violations.length > 0) throw new ValidationFailed(this.violations);
  }
}

/** Whether a member is there: null and the empty text say nothing. */
export function says(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

export function plainText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function textAmount(value: unknown, digits: number): number | undefined {
  return typeof value === 'string' ? toMinorUnits(value.trim(), digits) : undefined;
}
