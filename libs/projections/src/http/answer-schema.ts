import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';

/** The part of JSON Schema (2020-12) that answers use. */
export interface AnswerSchema {
  type?: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'null';
  description?: string;
  enum?: readonly string[];
  format?: 'date-time' | 'date' | 'uuid';
  properties?: Record<string, AnswerSchema>;
  required?: string[];
  additionalProperties?: AnswerSchema;
  items?: AnswerSchema;
  anyOf?: AnswerSchema[];
}

export const TEXT = { type: 'string' } as const satisfies AnswerSchema;
export const COUNT = { type: 'integer' } as const satisfies AnswerSchema;
export const ID = { type: 'string', format: 'uuid' } as const satisfies AnswerSchema;
export const INSTANT = { type: 'string', format: 'date-time' } as const satisfies AnswerSchema;
export const POSITION = {
  type: 'string',
  description: 'Place in the log: a whole number as text',
} as const satisfies AnswerSchema;
export const NEXT_CURSOR = orNull({ type: 'string', description: 'Give it as cursor for the next page' });

/** An object with exactly the fields of T; those named as optional may be missing. */
export function objectOf<T>(
  properties: Record<keyof T & string, AnswerSchema>,
  optional: readonly (keyof T & string)[] = [],
): AnswerSchema {
  const required = Object.keys(properties).filter((name) => !(optional as readonly string[]).includes(name));
  return { type: 'object', properties, required };
}

export function listOf(items: AnswerSchema): AnswerSchema {
  return { type: 'array', items };
}

/** Values by a name that the data decides. */
export function byName(values: AnswerSchema): AnswerSchema {
  return { type: 'object', additionalProperties: values };
}

/** The schema of a value that may be missing: null then. */
export function orNull(schema: AnswerSchema): AnswerSchema {
  return { anyOf: [schema, { type: 'null' }] };
}

/** Documents what a read answers. */
export function ApiAnswer(description: string, schema: AnswerSchema): MethodDecorator {
  return applyDecorators(ApiOkResponse({ description, schema: schema as never }));
}
