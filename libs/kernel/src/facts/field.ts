import { ValidateIf } from 'class-validator';
import { registerField } from './field-registry.js';
import type { Schema } from './schema.js';

export interface FieldOptions {
  /** What the field says, for people: it becomes the schema's description. */
  about: string;
  optional?: true;
  /** Says something about a person: to be encrypted, masked and erased as such. */
  personal?: true;
}

/**
 * The one place where a field is declared: its checks by class-validator and its JSON Schema, from which OpenAPI and
 * the bulk validator come.
 */
export function field(options: FieldOptions, schema: () => Schema, checks: PropertyDecorator[]): PropertyDecorator {
  return (prototype, property) => {
    const name = String(property);
    registerField(prototype, {
      name,
      optional: options.optional ?? false,
      personal: options.personal ?? false,
      schema: () => ({ ...schema(), description: options.about }),
    });
    if (options.optional) ValidateIf((_, value) => value !== undefined)(prototype, property);
    for (const check of checks) check(prototype, property);
  };
}
