/** The part of JSON Schema (2020-12) that facts use. */
export interface Schema {
  type?: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array';
  description?: string;
  enum?: readonly string[];
  format?: 'date-time' | 'date' | 'uuid' | 'uri-reference';
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  propertyNames?: Schema;
  maxProperties?: number;
  anyOf?: Schema[];
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  /** A field that says something about a person. */
  'x-personal'?: true;
}
