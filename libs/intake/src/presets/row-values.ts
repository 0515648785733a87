import { ValidationFailed, type Violation } from '#kernel';

/** Reads a row's columns for a preset, and gathers what is wrong with them. */
export class RowValues {
  private readonly violations: Violation[] = [];

  constructor(private readonly columns: Record<string, string>) {}

  text(column: string): string {
    const value = this.columns[column];
    if (value === undefined || value === '') this.refuse(column, 'required', 'is empty');
    return value ?? '';
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
    this.violations.push({ field: column, rule, message: `column ${column} ${message}` });
  }

  /** Throws ValidationFailed when anything was wrong. */
  check(): void {
    if (this.violations.length > 0) throw new ValidationFailed(this.violations);
  }
}
