import { describe, expect, it } from '@jest/globals';
import type { ColumnType, RecordedEvent } from '#kernel';
import { TableFold } from './table-fold.js';

const event = {} as RecordedEvent;

function foldOf(type: ColumnType, value: unknown): TableFold {
  return new TableFold({
    name: 'thing',
    key: 'id',
    columns: { id: 'text', value: type },
    keysOf: () => ['one'],
    evolve: (_row, _event, id) => ({ id, value }),
  });
}

function kept(type: ColumnType, value: unknown): unknown {
  return foldOf(type, value).evolve(undefined, event, 'one').value;
}

describe('a row that a fold returned', () => {
  it.each<[ColumnType, unknown, unknown]>([
    ['uuid', 'AAAAAAAA-0000-5000-8000-000000000001', 'aaaaaaaa-0000-5000-8000-000000000001'],
    ['timestamptz', '2026-03-01T10:00:00+01:00', '2026-03-01T09:00:00.000Z'],
    ['timestamptz', '2026-03-01T10:00:00.123456Z', '2026-03-01T10:00:00.123Z'],
    ['text', undefined, null],
    ['jsonb', null, null],
    ['jsonb', { a: [1, 'x', { b: undefined }] }, { a: [1, 'x', { b: undefined }] }],
  ])('has its %s %p brought into the form of the database', (type, value, expected) => {
    expect(kept(type, value)).toEqual(expected);
  });

  it.each<[ColumnType, unknown]>([
    ['uuid', 'no uuid'],
    ['text', 7],
    ['text', 'NUL \0'],
    ['text', 'half \udc00'],
    ['integer', 2 ** 31],
    ['integer', 1.5],
    ['bigint', 2 ** 53],
    ['bigint', 1n],
    ['boolean', 0],
    ['timestamptz', '2026-02-30T00:00:00Z'],
    ['timestamptz', '9999-12-31T23:00:00-10:00'],
    ['timestamptz', new Date(0)],
    ['date', '2026-3-1'],
    ['jsonb', { at: new Date(0) }],
    ['jsonb', [Number.NaN]],
    ['jsonb', { text: '\0' }],
    ['text[]', ['a', null]],
    ['text[]', 'a'],
  ])('is refused with the %s %p, naming the column', (type, value) => {
    expect(() => kept(type, value)).toThrow(/^thing\.value: .* is not /);
  });

  it('is looked at where it differs from the row before, however deep', () => {
    const part = { seen: [1, { at: 'x' }] };
    const values = [
      { a: part },
      { a: part, b: 1n },
      { a: { seen: [...part.seen, 'half \ud800'] } },
      { a: part, b: 'new' },
    ];
    const fold = (next: unknown): unknown =>
      new TableFold({
        ...foldOf('jsonb', next).table,
        evolve: (_row, _event, id) => ({ id, value: next }),
      }).evolve({ id: 'one', value: values[0] }, event, 'one').value;
    expect(fold({ ...values[0]! })).toEqual(values[0]);
    expect(() => fold(values[1])).toThrow('thing.value');
    expect(() => fold(values[2])).toThrow('thing.value');
    expect(fold(values[3])).toBe(values[3]);
  });

  it('is refused with a column that the table has not', () => {
    const fold = new TableFold({
      name: 'thing',
      key: 'id',
      columns: { id: 'text' },
      keysOf: () => [],
      evolve: (_row, _event, id) => ({ id, other: 1 }),
    });
    expect(() => fold.evolve(undefined, event, 'one')).toThrow('thing has no column other');
  });

  it('is refused when it says another key than its own', () => {
    expect(() => foldOf('text', 'x').evolve(undefined, event, 'two')).not.toThrow();
    const fold = new TableFold({ ...foldOf('text', 'x').table, evolve: () => ({ id: 'three', value: null }) });
    expect(() => fold.evolve(undefined, event, 'two')).toThrow('the row of two says that its key is three');
  });
});

describe('the keys that an event touches', () => {
  it('count once each', () => {
    const fold = new TableFold({ ...foldOf('text', 'x').table, keysOf: () => ['a', 'b', 'a'] });
    expect(fold.keysOf(event)).toEqual(['a', 'b']);
  });

  it('are lower-case where they are UUIDs', () => {
    const { table } = foldOf('text', 'x');
    const fold = new TableFold({
      ...table,
      columns: { id: 'uuid', value: 'text' },
      keysOf: () => ['AAAAAAAA-0000-5000-8000-000000000001'],
    });
    expect(fold.keysOf(event)).toEqual(['aaaaaaaa-0000-5000-8000-000000000001']);
  });
});
