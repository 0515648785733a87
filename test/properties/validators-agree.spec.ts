import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { BodyValidator, FactCatalogue, type FactDefinition, type Schema } from '#kernel';
import { customersDomain } from '#customers';
import { interactionsDomain } from '#interactions';
import { loyaltyDomain } from '#loyalty';
import { salesDomain } from '#sales';
import { serviceDomain } from '#service';

const domains = [customersDomain, interactionsDomain, salesDomain, serviceDomain, loyaltyDomain];
const catalogue = new FactCatalogue(domains.flatMap(({ facts }) => facts));
const compiled = new BodyValidator(catalogue);

describe.each(catalogue.all)('$type', (definition) => {
  it('takes every body that its schema describes, by class and by schema', () => {
    fc.assert(
      fc.property(valid(definition.schema), (body) => {
        expect(verdicts(definition, body as object)).toEqual({ byClass: true, bySchema: true });
      }),
      { numRuns: 40 },
    );
  });

  it('takes or refuses a spoilt body both ways alike', () => {
    fc.assert(
      fc.property(valid(definition.schema).chain(spoilt), (body) => {
        const { byClass, bySchema } = verdicts(definition, body);
        if (byClass !== bySchema)
          throw new Error(`${byClass ? 'only the class' : 'only the schema'} takes ${shown(body)}`);
      }),
      { numRuns: 120 },
    );
  });
});

/** The two ways in which a body is checked: one by one over HTTP, and in bulk. */
function verdicts({ body: type, type: name }: FactDefinition, body: object): { byClass: boolean; bySchema: boolean } {
  const errors = validateSync(plainToInstance(type, body), { whitelist: true, forbidNonWhitelisted: true });
  return { byClass: errors.length === 0, bySchema: compiled.violations(name, body).length === 0 };
}

/** The body in a line that can be read, though a text in it has 20,000 characters. */
function shown(body: unknown): string {
  return JSON.stringify(body, (_, value: unknown) =>
    typeof value === 'string' && value.length > 60 ? `${value.slice(0, 20)}… (${value.length})` : value,
  );
}

/** Values that the schema allows, its limits among them. */
function valid(schema: Schema): fc.Arbitrary<unknown> {
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

/** class-transformer passes over the names that every object has before class-validator sees them; the schema does not. */
const unknownName = fc.string().filter((name) => !(name in {}));

/** What nobody should send, but somebody will. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    -1,
    0,
    1.5,
    2 ** 53,
    -0,
    true,
    [],
    {},
    [[]],
    [null],
    [{}],
    'x'.repeat(20_001),
  ),
  fc.constantFrom<unknown>(
    'é'.repeat(501),
    '❤️'.repeat(251),
    '2026-02-30',
    '2026-01-01T25:00:00Z',
    'usd',
    '1',
    'a\u0000',
    '\ud800',
    {
      amount: 1,
    },
  ),
  fc.constantFrom<unknown>(
    { amount: -1, currency: 'USD' },
    { amount: 1, currency: 'USD', more: 1 },
    { a: null },
    { a: [] },
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** The body with one value somewhere in it replaced, removed or added. */
function spoilt(body: unknown): fc.Arbitrary<object> {
  const places = placesIn(body);
  return fc
    .tuple(fc.constantFrom(...places), fc.constantFrom('replace', 'remove', 'add'), odd, unknownName)
    .map(([path, how, value, name]) => {
      const copy = structuredClone(body) as object;
      const parent = path.slice(0, -1).reduce<object>((at, key) => (at as Record<string, object>)[key]!, copy);
      const last = path.at(-1);
      if (how === 'add' || last === undefined) define(Array.isArray(parent) ? copy : parent, name, value);
      else if (how === 'replace') define(parent, last, value);
      else if (Array.isArray(parent)) parent.splice(Number(last), 1);
      else Reflect.deleteProperty(parent, last);
      return copy;
    });
}

function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

function placesIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, below]) => placesIn(below, [...path, key]))];
}
