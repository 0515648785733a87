import fc from 'fast-check';
import type { Schema } from '#kernel';

/** Values that the schema allows, its limits among them. */
export function valid(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(valid));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'string':
      return validText(schema);
    case 'integer':
      return validInteger(schema);
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valid(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: 3 });
    default:
      return validObject(schema);
  }
}

function validInteger({ minimum = 0, maximum = 0 }: Schema): fc.Arbitrary<number> {
  const near = fc.integer({ min: Math.max(minimum, -1_000), max: Math.min(maximum, 1_000) });
  return fc.oneof(near, fc.constantFrom(minimum, maximum));
}

function validObject(schema: Schema): fc.Arbitrary<unknown> {
  const { properties, required = [], additionalProperties, propertyNames } = schema;
  if (!properties) {
    const allowed = new RegExp(propertyNames?.pattern ?? '', 'u');
    const names = attributeName.filter((name) => allowed.test(name));
    return fc.dictionary(names, valid(additionalProperties as Schema), { maxKeys: 4 });
  }
  const fields = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, valid(schema)]));
  return fc.record(fields, { requiredKeys: required, noNullPrototype: true });
}

function validText({ format, pattern, minLength = 0, maxLength = 100 }: Schema): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid();
  if (format === 'date-time') return instant;
  if (format === 'date') return instant.map((text) => text.slice(0, 10));
  if (pattern && pattern !== TEXT_PATTERN) {
    // What must not follow cannot be generated, only left out.
    const withoutLookahead = new RegExp(pattern.replace(/\(\?![^)]*\)/g, ''));
    return fc.stringMatching(withoutLookahead).filter((text) => new RegExp(pattern).test(text));
  }
  const short = fc
    .string({ unit: 'binary', minLength, maxLength: Math.min(maxLength, 20) })
    .map((text) => text.replaceAll('\u0000', '0'));
  const longest = fc
    .constantFrom('é', '👍', '❤️')
    .map((sign) => [...sign.repeat(maxLength)].slice(0, maxLength).join(''));
  return fc.oneof({ arbitrary: short, weight: 9 }, { arbitrary: longest, weight: 1 });
}

/** What the schema asks of any text; spoilt bodies hold some that is not so. */
const TEXT_PATTERN = '^[^\\u0000\\p{Cs}]*$';

const instant = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const attributeName = fc.oneof(fc.string(), fc.constantFrom('toString', 'length'));
