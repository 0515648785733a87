import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { ValidationFailed, type Violation } from '#kernel';

/** Checks typed bodies by their classes; unknown fields are refused. */
export function bodyValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    exceptionFactory: (errors) => new ValidationFailed(errors.flatMap((error) => violationsOf(error, ''))),
  });
}

/** class-validator's names of checks, by the name of the JSON Schema rule that they stand for. */
const RULE_NAMES: Record<string, string> = {
  whitelistValidation: 'unknown-field',
  isString: 'type',
  isInt: 'type',
  isBoolean: 'type',
  isArray: 'type',
  isObject: 'type',
  nestedValidation: 'type',
  attributes: 'type',
  isIn: 'enum',
  min: 'minimum',
  max: 'maximum',
  minLength: 'minLength',
  maxLength: 'maxLength',
  matches: 'pattern',
  arrayMinSize: 'minItems',
  arrayMaxSize: 'maxItems',
  date: 'format',
  'date-time': 'format',
  uuid: 'format',
  price: 'type',
};

function violationsOf(error: ValidationError, prefix: string): Violation[] {
  const field = prefix + error.property;
  const below = (error.children ?? []).flatMap((child) => violationsOf(child, `${field}.`));
  return [...ownViolations(error, field), ...below];
}

function ownViolations(error: ValidationError, field: string): Violation[] {
  const broken = Object.entries(error.constraints ?? {});
  if (broken.length === 0) return [];
  const names = broken.map(([name]) => name);
  if (names.includes('whitelistValidation')) {
    return [{ field, rule: 'unknown-field', message: 'is not a field of this document' }];
  }
  if (error.value === undefined) return [{ field, rule: 'required', message: 'is required' }];
  const violations = broken.map(([name, message]) => ({
    field,
    rule: RULE_NAMES[name] ?? name,
    message: message.startsWith(`${error.property} `) ? message.slice(error.property.length + 1) : message,
  }));
  // A value of the wrong type breaks every other check of its field too: they would say nothing more.
  const wrongType = violations.find(({ rule }) => rule === 'type');
  return wrongType ? [wrongType] : violations;
}
