import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { BodyValidator, FactCatalogue, type FactDefinition } from '#kernel';
import { customersDomain } from '#customers';
import { interactionsDomain } from '#interactions';
import { loyaltyDomain } from '#loyalty';
import { salesDomain } from '#sales';
import { serviceDomain } from '#service';
import { valid } from './valid-body.js';

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
