import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { Attributes, ListOf, Part, Price, Text, schemaOf } from '#kernel';
import { shapeViolations } from './body-shape.js';

class Line {
  @Text({ about: 'What' })
  sku!: string;

  @Price({ about: 'For how much', optional: true })
  price?: number;
}

class Order {
  @Text({ about: 'Its number' })
  number!: string;

  @Part(() => Line, { about: 'First line', optional: true })
  first?: Line;

  @ListOf(() => Line, { about: 'Lines', optional: true })
  lines?: Line[];

  @Attributes({ about: 'Anything', optional: true })
  attributes?: Record<string, string>;
}

const fieldsOfViolations = (json: string) =>
  shapeViolations(JSON.parse(json), schemaOf(Order)).map(({ field, rule }) => `${field} ${rule}`);

describe('shape of a body', () => {
  it('takes the fields of its class, whatever is in them', () => {
    expect(fieldsOfViolations('{"number":5,"first":{"sku":"a"},"lines":[{"sku":"b","price":{"amount":1}}]}')).toEqual(
      [],
    );
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'colour'])(
    'refuses the unknown field %s, wherever it stands',
    (name) => {
      expect(fieldsOfViolations(`{"number":"1","${name}":1}`)).toEqual([`${name} unknown-field`]);
      expect(fieldsOfViolations(`{"first":{"${name}":1}}`)).toEqual([`first.${name} unknown-field`]);
      expect(fieldsOfViolations(`{"lines":[{},{"${name}":1}]}`)).toEqual([`lines.1.${name} unknown-field`]);
      expect(fieldsOfViolations(`{"lines":[{"price":{"${name}":1}}]}`)).toEqual([
        `lines.0.price.${name} unknown-field`,
      ]);
    },
  );

  it('leaves the names of attributes to the sender, but for those that mean something to programs', () => {
    expect(fieldsOfViolations('{"attributes":{"toString":"a","colour of the car":"red"}}')).toEqual([]);
    expect(fieldsOfViolations('{"attributes":{"constructor":"Eiffel","__proto__":"x","\\u0000":1}}')).toEqual([
      'attributes.constructor pattern',
      'attributes.__proto__ pattern',
      'attributes.\u0000 pattern',
    ]);
  });

  it.each(['null', '1', '"text"', '[]', '[{"number":"1"}]'])('refuses %s, which is no object', (json) => {
    expect(fieldsOfViolations(json)).toEqual([' type']);
  });

  it('refuses a stream, which a body of another content type is', () => {
    expect(shapeViolations(Readable.from([]), schemaOf(Order))).toMatchObject([{ rule: 'type' }]);
  });

  it.each([
    ['lists', '['.repeat(500_000) + ']'.repeat(500_000)],
    ['objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ])('refuses %s nested without end', (_, deep) => {
    expect(fieldsOfViolations(`{"number":${deep}}`)).toEqual([' depth']);
  });
});
