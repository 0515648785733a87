import { ValidateBy } from 'class-validator';
import { field, type FieldOptions } from './field.js';
import { schemaOf } from './field-registry.js';
import { MAX_MINOR_UNITS, Money } from './money.js';

/**
 * A price inside something that has a currency already: whole minor units of that currency, or Money with its own.
 * Both forms are in use among the programs that send purchases.
 */
export function Price(options: FieldOptions): PropertyDecorator {
  return field(
    options,
    () => ({ anyOf: [{ type: 'integer', minimum: 0, maximum: MAX_MINOR_UNITS }, schemaOf(Money)] }),
    [
      ValidateBy({
        name: 'price',
        validator: {
          validate: (value) => isMinorUnits(value) || isMoney(value),
          defaultMessage: () => '$property must be whole minor units or an amount with its currency',
        },
      }),
    ],
  );
}

/** The minor units of a price in either form. */
export function minorUnitsOf(price: number | Money): number {
  return typeof price === 'number' ? price : price.amount;
}

function isMinorUnits(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= MAX_MINOR_UNITS;
}

function isMoney(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { amount, currency, ...others } = value as Record<string, unknown>;
  const known = isMinorUnits(amount) && typeof currency === 'string' && /^[A-Z]{3}$/.test(currency);
  return known && Object.keys(others).length === 0;
}
