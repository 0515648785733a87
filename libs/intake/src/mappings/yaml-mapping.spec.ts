import { describe, expect, it } from '@jest/globals';
import { ValidationFailed } from '#kernel';
import { MappingInvalid } from '../errors/mapping-invalid.js';
import type { Mapping } from './mapping.js';
import { mappingFor } from './mapping-set.js';
import { parseYamlMapping } from './yaml-mapping.js';

const mappingOf = (yaml: string): Mapping => mappingFor(parseYamlMapping('test.yaml', yaml), 'file', '');

/** The data that a mapping of one field makes of a row. */
function converted(node: string, row: Record<string, unknown>, format = 'csv'): unknown {
  const mapping = mappingOf(
    `{format: ${format}, events: [{type: T, id: i, subject: s, time: "2024-01-01T00:00:00Z", data: {field: ${node}}}]}`,
  );
  const [event] = mapping.eventsOf(row, 1, {}) as [{ data: { field?: unknown } }];
  return event.data.field;
}

function violationsOf(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ValidationFailed || error instanceof MappingInvalid) {
      return error.violations.map(({ field, rule }) => `${field} ${rule}`);
    }
    throw error;
  }
  throw new Error('nothing was refused');
}

const refused = (node: string, row: Record<string, unknown>): string[] => violationsOf(() => converted(node, row));

describe('a mapping in YAML', () => {
  it('makes the events of a row, those whose conditions hold', () => {
    const mapping = mappingOf(`
      source: urn:shop
      format: csv
      separator: semicolon
      columns: [no, who, day, price, mail, kind]
      events:
        - type: PurchaseRecorded
          id: "{no}"
          subject: "{who}"
          time: { column: day, format: D.M.YYYY HH:mm, zone: "+02:00" }
          when: { column: kind, is: [P, 7] }
          data:
            total: { column: price, as: money, currency: EUR, decimal: ",", thousands: "." }
            channel: shop
        - type: EmailLogged
          id: "{no}-mail at {row} {{x}}"
          subject: "{who}"
          time: { column: day, format: D.M.YYYY HH:mm, zone: "+02:00" }
          when:
            - { column: mail, empty: false }
            - { column: kind, isNot: X }
          actor: "system:{who}"
          data: { direction: outbound }
    `);
    expect(mapping).toMatchObject({
      source: 'urn:shop',
      format: { kind: 'csv', separator: ';', columns: ['no', 'who', 'day', 'price', 'mail', 'kind'] },
    });
    const row = { no: '7', who: 'c 1', day: '3.7.2024 09:05', price: '1.234,50', mail: ' ', kind: 'P' };
    const purchase = {
      specversion: '1.0',
      type: 'PurchaseRecorded',
      id: '7',
      subject: 'c 1',
      time: '2024-07-03T07:05:00.000Z',
      data: { total: { amount: 123_450, currency: 'EUR' }, channel: 'shop' },
    };
    expect(mapping.eventsOf(row, 4, {})).toEqual([purchase]);
    expect(mapping.eventsOf({ ...row, kind: 'Q' }, 4, {})).toEqual([]);
    expect(mapping.eventsOf({ ...row, kind: '7', mail: 'x@y' }, 4, {})).toEqual([
      purchase,
      {
        ...{ specversion: '1.0', type: 'EmailLogged', id: '7-mail at 4 {x}', subject: 'c 1' },
        ...{ time: '2024-07-03T07:05:00.000Z', actor: 'system:c 1', data: { direction: 'outbound' } },
      },
    ]);
  });

  it.each([
    ['{column: a}', ' x ', ' x '],
    ['"<{a}>"', 'x', '<x>'],
    ['{column: a, as: integer}', ' 042', 42],
    ['{column: a, as: decimal, decimal: ","}', '-1,5', -1.5],
    ['{column: a, as: minorUnits, currency: USD}', '0.07', 7],
    ['{column: a, as: minorUnits, currency: USD}', '1234567890.10', 123_456_789_010],
    ['{column: a, as: minorUnits, currency: USD}', '5.500', 550],
    ['{column: a, as: minorUnits, currency: JPY}', '500', 500],
    ['{column: a, as: minorUnits, currency: KWD}', '1.234', 1234],
    ['{column: a, as: minorUnits, currency: USD}', '-0.50', -50],
    ['{column: a, as: money, currency: "{b}"}', '1', { amount: 100, currency: 'USD' }],
    ['{column: a, as: date, format: YYYYMMDD}', '20240229', '2024-02-29'],
    ['{column: a, as: date, format: "D-MMM-YYYY"}', '5-Sep-2024', '2024-09-05'],
    ['{column: a, as: instant, format: unix-seconds}', '1.5', '1970-01-01T00:00:01.500Z'],
    ['{column: a, as: instant}', '2024-01-01T00:00:00+01:00', '2023-12-31T23:00:00.000Z'],
    ['{column: a, as: enum, values: {M: male, "1": true}}', '1', true],
    ['{column: a, as: enum, values: {M: male}, otherwise: other}', 'Z', 'other'],
    ['{column: a, optional: true}', '', undefined],
    ['{column: a, optional: true, empty: [NA, "-"]}', 'NA', undefined],
    ['{constant: "{a}"}', 'x', '{a}'],
    ['[1, "{a}", {column: a, as: integer}]', '2', [1, '2', 2]],
    ['{x: {column: a, optional: true}}', '', undefined],
  ])('%s makes of "%s" %j', (node, a, made) => {
    expect(converted(node, { a, b: 'USD' })).toEqual(made);
  });

  it.each([
    ['{column: a}', '', 'data.field required'],
    ['{column: a, as: integer}', '1.5', 'data.field integer'],
    ['{column: a, as: integer}', '99999999999999999', 'data.field integer'],
    ['{column: a, as: money, currency: USD}', '1.005', 'data.field money'],
    ['{column: a, as: money, currency: USD}', '1,005.00', 'data.field money'],
    ['{column: a, as: money, currency: USD, thousands: ","}', '1,05.00', 'data.field money'],
    ['{column: a, as: money, currency: USD}', '99999999999999999', 'data.field money'],
    ['{column: a, as: money, currency: "{a}"}', 'x', 'data.field currency'],
    ['{column: a, as: date, format: YYYYMMDD}', '20230229', 'data.field format'],
    ['{column: a, as: date, format: YYYYMMDD}', '2023-01-01', 'data.field format'],
    ['{column: a, as: instant, format: YYYYMMDD HH}', '20230101 24', 'data.field format'],
    ['{column: a, as: enum, values: {M: male}}', 'm', 'data.field enum'],
    ['"{a}!"', ' ', 'data.field required'],
    ['{x: {column: a, as: integer}, y: {column: b, as: integer}}', 'q', 'data.field.x integer,data.field.y integer'],
  ])('%s refuses "%s"', (node, a, violations) => {
    expect(refused(node, { a, b: 'r' }).join()).toBe(violations);
  });

  it('reads JSON rows by paths, and takes values as they are', () => {
    expect(converted('{column: a.b}', { a: { b: [1, { c: 2 }] } }, 'ndjson')).toEqual([1, { c: 2 }]);
    expect(converted('{column: a, as: money, currency: USD}', { a: 12.3 }, 'ndjson')).toEqual({
      amount: 1230,
      currency: 'USD',
    });
    expect(converted('{column: a, as: text}', { a: 5 }, 'ndjson')).toBe('5');
    expect(
      violationsOf(() =>
        mappingOf('{format: ndjson, events: [{type: T, id: i, subject: s, time: t}]}').eventsOf(1, 1, {}),
      ),
    ).toEqual([' type']);
  });

  it('is refused with every key that is unknown, missing or wrong', () => {
    expect(
      violationsOf(() =>
        mappingOf(`
          colour: red
          header: false
          events:
            - type: T
              id: "{a"
              subject: "{a}"
              when: { column: a, iz: 1 }
              data:
                total: { column: a, as: money, currncy: USD }
                day: { column: a, as: date, format: YYYY }
                kind: { column: a, as: kind }
        `),
      ).sort(),
    ).toEqual([
      'colour unknown-field',
      'columns required',
      'events.0.data.day.format type',
      'events.0.data.kind.as enum',
      'events.0.data.total.currency type',
      'events.0.data.total.currncy unknown-field',
      'events.0.id template',
      'events.0.time required',
      'events.0.when required',
      'events.0.when.iz unknown-field',
    ]);
    expect(violationsOf(() => mappingOf('events: [unclosed'))).toContain(' yaml');
    expect(violationsOf(() => mappingOf('- 1'))).toContain(' type');
    expect(violationsOf(() => mappingOf('{format: text, separator: ";", events: []}'))).toEqual([
      'separator format',
      'events type',
    ]);
  });

  it('is refused when the file lacks its columns', () => {
    const mapping = mappingOf('events: [{type: T, id: "{a}", subject: "{b}", time: {column: c}}]');
    expect(() => mapping.checkColumns?.(['a', 'b', 'c'])).not.toThrow();
    expect(violationsOf(() => mapping.checkColumns?.(['a', 'c']))).toEqual(['events known-column']);
  });
});
