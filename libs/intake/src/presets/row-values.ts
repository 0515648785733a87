import { ValidationFailed, type Violation } from '#kernel';
import type { DateFormat } from '../mappings/date-format.js';
import { toMinorUnits } from '../mappings/minor-units.js';

/** Reads a row's columns for a preset, and gathers what is wrong with them. */
export class RowValues {
  private readonly violations: Violation[] = [];

  /** `place`: where the row stands among those that make one fact together, for what is told about it. */
  constructor(
    private readonly columns: Record<string, string>,
    private readonly place = '',
  ) {}

  text(column: string): string {
    const value = this.columns[column];
    if (value === undefined || value === '') this.refuse(column, 'required', 'is empty');
    return value ?? '';
  }

  /** The column's text, or undefined where it says nothing. */
  optionalText(column: string): string | undefined {
    return this.columns[column] || undefined;
  }

  /** A whole number, not below `min`. */
  wholeNumber(column: string, min = 0): number {
    const text = this.text(column);
    const value = /^-?\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (text !== '' && !(value >= min)) {
      this.refuse(column, 'integer', `must be a whole number from ${min}, and is "${text}"`);
    }
    return value;
  }

  /** A number, or undefined where the column says nothing. */
  optionalNumber(column: string): number | undefined {
    const text = this.optionalText(column);
    if (text === undefined) return undefined;
    if (!/^-?\d{1,15}(?:\.\d{1,15})?$/.test(text)) this.refuse(column, 'number', `must be a number, and is "${text}"`);
    return Number(text);
  }

  /** An amount in minor units of a currency with so many digits behind the point. */
  minorUnits(column: string, digits: number): number {
    const text = this.text(column);
    const amount = text === '' ? undefined : toMinorUnits(text, digits);
    if (text !== '' && amount === undefined) {
      this.refuse(column, 'money', `must be an amount of at most ${digits} decimals, and is "${text}"`);
    }
    return amount ?? NaN;
  }

  /** An instant in UTC. */
  instant(column: string, format: DateFormat): string {
    const text = this.text(column);
    const instant = text === '' ? undefined : format.instant(text, 'Z');
    if (text !== '' && instant === undefined) {
      this.refuse(column, 'format', `must be an existing date written ${format.format}, and is "${text}"`);
    }
    return instant ?? '';
  }

  /** The value that stands for the column's word. */
  oneOf<T>(column: string, values: Readonly<Record<string, T>>): T | undefined {
    const text = this.text(column);
    if (Object.hasOwn(values, text)) return values[text];
    if (text !== '') {
      this.refuse(column, 'enum', `must be one of ${Object.keys(values).join(', ')}, and is "${text}"`);
    }
    return undefined;
  }

  refuse(column: string, rule: string, message: string): void {
    this.violations.push({ field: column, rule, message: `${this.place}column ${column} ${message}` });
  }

  /** What is wrong so far. */
  get faults(): readonly Violation[] {
    return this.violations;
  }

  /** Throws ValidationFailed when anything was wrong. */
  check(): void {
    if (this.violations.length > 0) throw new ValidationFailed(this.violations);
  }
}
