// class-transformer's Type reads the metadata that this adds to Reflect.
import 'reflect-metadata';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { field, type FieldOptions } from './field.js';
import { type ClassOf, schemaOf } from './field-registry.js';
import { isUuid } from '../identity/ids.js';
import { isDate, isInstant } from './instant.js';
import type { Schema } from './schema.js';
import { isWellFormedText, lengthOf, WELL_FORMED_TEXT } from './well-formed-text.js';

const MAX_TEXT_LENGTH = 20_000;

/** Text of 1 to `max` characters. */
export function Text(options: FieldOptions & { max?: number; pattern?: RegExp }): PropertyDecorator {
  const max = options.max ?? MAX_TEXT_LENGTH;
  const { pattern } = options;
  return field(
    options,
    () => ({ type: 'string', minLength: 1, maxLength: max, pattern: pattern?.source ?? WELL_FORMED_TEXT }),
    [IsString(), ...lengthChecks(max, false), pattern ? Matches(pattern) : wellFormed(false)],
  );
}

/** A whole number; by default not negative. */
export function WholeNumber(options: FieldOptions & { min?: number; max?: number }): PropertyDecorator {
  const min = options.min ?? 0;
  const max = options.max ?? Number.MAX_SAFE_INTEGER;
  return field(options, () => ({ type: 'integer', minimum: min, maximum: max }), [IsInt(), Min(min), Max(max)]);
}

/** One of the words given. */
export function OneOf(values: readonly string[], options: FieldOptions): PropertyDecorator {
  return field(options, () => ({ type: 'string', enum: values }), [IsIn(values)]);
}

/** True or false. */
export function Flag(options: FieldOptions): PropertyDecorator {
  return field(options, () => ({ type: 'boolean' }), [IsBoolean()]);
}

/** An RFC 3339 date-time with its offset. */
export function Instant(options: FieldOptions): PropertyDecorator {
  return field(options, () => ({ type: 'string', format: 'date-time' }), [formatCheck('date-time', isInstant)]);
}

/** A calendar date, YYYY-MM-DD. */
export function CalendarDate(options: FieldOptions): PropertyDecorator {
  return field(options, () => ({ type: 'string', format: 'date' }), [formatCheck('date', isDate)]);
}

/** The id of another event, as the ledger writes it. */
export function EventId(options: FieldOptions): PropertyDecorator {
  return field(options, () => ({ type: 'string', format: 'uuid' }), [formatCheck('uuid', isUuid)]);
}

/** An object of another class of fields. */
export function Part<T extends object>(type: () => ClassOf<T>, options: FieldOptions): PropertyDecorator {
  return field(options, () => schemaOf(type()), [IsObject(), ValidateNested(), Type(type)]);
}

/** A list of objects of another class of fields. */
export function ListOf<T extends object>(
  type: () => ClassOf<T>,
  options: FieldOptions & { min?: number; max?: number },
): PropertyDecorator {
  const min = options.min ?? 0;
  const max = options.max ?? 1_000;
  return field(options, () => ({ type: 'array', items: schemaOf(type()), minItems: min, maxItems: max }), [
    IsArray(),
    ArrayMinSize(min),
    ArrayMaxSize(max),
    ValidateNested({ each: true }),
    eachAnObject(),
    Type(type),
  ]);
}

/** A list of words. */
export function WordList(options: FieldOptions & { max?: number; maxLength?: number }): PropertyDecorator {
  const max = options.max ?? 100;
  const maxLength = options.maxLength ?? 200;
  return field(
    options,
    () => ({
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength, pattern: WELL_FORMED_TEXT },
      minItems: 0,
      maxItems: max,
    }),
    [IsArray(), ArrayMaxSize(max), IsString({ each: true }), ...lengthChecks(maxLength, true), wellFormed(true)],
  );
}

const ATTRIBUTE_LIMIT = 100;
const ATTRIBUTE_TEXT_LENGTH = 2_000;
/** Any text but the names by which programs find an object's class: what copies objects would take them for it. */
const ATTRIBUTE_NAME = `^(?!(?:__proto__|constructor|prototype)$)${WELL_FORMED_TEXT.slice(1)}`;
const attributeName = new RegExp(ATTRIBUTE_NAME, 'u');
const ATTRIBUTE_SCHEMAS: Schema[] = [
  { type: 'string', maxLength: ATTRIBUTE_TEXT_LENGTH, pattern: WELL_FORMED_TEXT },
  { type: 'number' },
  { type: 'boolean' },
];

/** Named plain values (text, number, boolean) that no field of its own exists for. */
export function Attributes(options: FieldOptions): PropertyDecorator {
  return field(
    options,
    () => ({
      type: 'object',
      propertyNames: { pattern: ATTRIBUTE_NAME },
      additionalProperties: { anyOf: ATTRIBUTE_SCHEMAS },
      maxProperties: ATTRIBUTE_LIMIT,
    }),
    [
      // The names are the sender's own; class-transformer would drop those that every object has, such as toString.
      Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => obj[key]),
      ValidateBy({
        name: 'attributes',
        validator: { validate: isAttributes, defaultMessage: () => '$property must be plain values by name' },
      }),
    ],
  );
}

function isAttributes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= ATTRIBUTE_LIMIT &&
    entries.every(([name, item]) => attributeName.test(name) && isAttributeValue(item))
  );
}

function isAttributeValue(value: unknown): boolean {
  if (typeof value === 'string') return lengthOf(value) <= ATTRIBUTE_TEXT_LENGTH && isWellFormedText(value);
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}

function formatCheck(name: 'date-time' | 'date' | 'uuid', accepts: (text: string) => boolean): PropertyDecorator {
  return ValidateBy({
    name,
    validator: {
      validate: (value) => typeof value === 'string' && accepts(value),
      defaultMessage: () => `$property must be an existing ${name}`,
    },
  });
}

/** class-validator counts characters in a way of its own; the two checks of a body must not disagree. */
function lengthChecks(max: number, each: boolean): PropertyDecorator[] {
  return [
    textCheck('minLength', (text) => text.length > 0, 'must not be empty', each),
    textCheck('maxLength', (text) => lengthOf(text) <= max, `must have at most ${max} characters`, each),
  ];
}

function wellFormed(each: boolean): PropertyDecorator {
  return textCheck('matches', isWellFormedText, 'must be text without NUL characters and broken Unicode', each);
}

function textCheck(name: string, accepts: (text: string) => boolean, says: string, each: boolean): PropertyDecorator {
  const validate = (value: unknown): boolean => typeof value === 'string' && accepts(value);
  return ValidateBy({ name, validator: { validate, defaultMessage: () => `$property ${says}` } }, { each });
}

/** class-transformer leaves a list inside a list as it is, and class-validator then looks no further. */
function eachAnObject(): PropertyDecorator {
  return ValidateBy({
    name: 'isObject',
    validator: {
      validate: (value) =>
        Array.isArray(value) &&
        value.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item)),
      defaultMessage: () => 'each item of $property must be an object',
    },
  });
}
