import type { Schema } from './schema.js';

export type ClassOf<T extends object = object> = new () => T;

/** What is known of one field of a fact: enough for its JSON Schema. */
export interface FieldDefinition {
  name: string;
  optional: boolean;
  personal: boolean;
  schema: () => Schema;
}

const fieldsByClass = new WeakMap<object, FieldDefinition[]>();

export function registerField(prototype: object, field: FieldDefinition): void {
  const own = fieldsByClass.get(prototype) ?? [];
  own.push(field);
  fieldsByClass.set(prototype, own);
}

/** The fields of a class, those of its ancestors first, in the order in which they are written. */
export function fieldsOf(type: ClassOf): FieldDefinition[] {
  const chain: object[] = [];
  for (let at: object | null = type.prototype as object; at; at = Object.getPrototypeOf(at) as object | null) {
    chain.unshift(at);
  }
  return chain.flatMap((prototype) => fieldsByClass.get(prototype) ?? []);
}

/** The JSON Schema of a class made of decorated fields; unknown fields are refused. */
export function schemaOf(type: ClassOf): Schema {
  const fields = fieldsOf(type);
  const required = fields.filter((field) => !field.optional).map((field) => field.name);
  return {
    type: 'object',
    properties: Object.fromEntries(
      fields.map((field) => [field.name, field.personal ? { ...field.schema(), 'x-personal': true } : field.schema()]),
    ),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}
