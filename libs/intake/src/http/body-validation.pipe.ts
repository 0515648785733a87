import { type ArgumentMetadata, Injectable, ValidationPipe, type ValidationError } from '@nestjs/common';
import { type ClassOf, type Schema, ValidationFailed, type Violation, fieldsOf, schemaOf } from '#kernel';
import { shapeViolations } from './body-shape.js';
import { rememberInheritedChecks } from './remembered-checks.js';

rememberInheritedChecks();

/** Checks typed bodies and queries by their classes; unknown fields are refused. */
@Injectable()
export class BodyValidationPipe extends ValidationPipe {
  private readonly schemas = new Map<object, Schema | undefined>();

  constructor() {
    super({
      transform: true,
      forbidUnknownValues: true,
      // Without the values a wrong one could not be told from a missing one.
      validationError: { value: true },
      exceptionFactory: (errors) => new ValidationFailed(errors.flatMap((error) => violationsOf(error, ''))),
    });
  }

  /** Throws ValidationFailed. A request without a body is one that gives no field. */
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const schema = this.schemaFor(metadata.metatype);
    if (!schema) return super.transform(value, metadata) as Promise<unknown>;
    const violations = value === undefined ? [] : shapeViolations(value, schema);
    if (violations.length > 0) return Promise.reject(new ValidationFailed(violations));
    return super.transform(value, metadata) as Promise<unknown>;
  }

  /** Names that could do harm have been refused; in what the sender may name himself they are data. */
  protected override stripProtoKeys(): void {}

  private schemaFor(type: ArgumentMetadata['metatype']): Schema | undefined {
    if (!type) return undefined;
    if (!this.schemas.has(type)) {
      const known = fieldsOf(type as ClassOf).length > 0;
      this.schemas.set(type, known ? schemaOf(type as ClassOf) : undefined);
    }
    return this.schemas.get(type);
  }
}

/** class-validator's names of checks, by the name of the JSON Schema rule that they stand for. */
const RULE_NAMES: Record<string, string> = {
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
