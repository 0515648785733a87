import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { Line } from '../lines/line.js';
import { CsvRows } from './csv-rows.js';
import type { Row } from './row.js';
import type { CsvFormat } from './row-format.js';

function linesOf(text: string): Line[] {
  const texts = text.split('\n');
  if (texts.at(-1) === '') texts.pop();
  return texts.map((line, at) => ({ number: at + 1, text: line, violation: undefined }));
}

function rowsOf(text: string, format: Omit<CsvFormat, 'kind'> = {}): Row[] {
  const reader = new CsvRows({ kind: 'csv', ...format }, () => undefined);
  return [...reader.take(linesOf(text)), ...reader.end()];
}

const brief = (rows: Row[]): unknown[] =>
  rows.map(({ number, value, violation }) => [number, violation?.rule ?? value]);

describe('rows of separated values', () => {
  it('have the names of the columns, and the number of the line on which they begin', () => {
    expect(brief(rowsOf('a;b\n1;2\n\n"x\n""y""";"p;q"\n3;\n', { separator: ';' }))).toEqual([
      [2, { a: '1', b: '2' }],
      [4, { a: 'x\n"y"', b: 'p;q' }],
      [6, { a: '3', b: '' }],
    ]);
  });

  it('may have no row of names, other quotes or none, and a tab between them', () => {
    expect(brief(rowsOf("'1,5',2", { columns: ['a', 'b'], quote: "'" }))).toEqual([[1, { a: '1,5', b: '2' }]]);
    expect(brief(rowsOf('5"\t"x', { columns: ['a', 'b'], quote: '', separator: '\t' }))).toEqual([
      [1, { a: '5"', b: '"x' }],
    ]);
  });

  it('are rejected when they have too few fields or too many', () => {
    expect(brief(rowsOf('a,b\n1\n1,2\n1,2,3\n'))).toEqual([
      [2, 'columns'],
      [3, { a: '1', b: '2' }],
      [4, 'columns'],
    ]);
  });

  it.each([
    ['in unquoted text', 'a,b\n5" pipe,1\n3,4\n'],
    ['followed by text', 'a,b\n"5" pipe,1\n3,4\n'],
    ['that is never closed', 'a,b\n"5 pipe,1\n3,4\n'],
    ['that is closed by a later one', 'a,b\n"5 pipe,1\n3,4\n"7","8"\n'],
  ])('are rejected alone for a quote %s', (_, text) => {
    const rows = brief(rowsOf(text));
    expect(rows.slice(0, 2)).toEqual([
      [2, 'quote'],
      [3, { a: '3', b: '4' }],
    ]);
    expect(rows.slice(2)).toEqual(text.includes('7') ? [[4, { a: '7', b: '8' }]] : []);
  });

  it('cannot be read below names that cannot be', () => {
    expect(() => rowsOf('"a"x,b\n1,2\n')).toThrow('line 1');
    expect(() => rowsOf('a,a\n1,2\n')).toThrow('two columns are called "a"');
  });

  it('come out of any well-formed file as csv-parse reads it', () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', '"', '\n', ';') });
    const file = fc.array(fc.tuple(field, field, fc.boolean()), { minLength: 1, maxLength: 20 });
    const quoted = (text: string, always: boolean): string =>
      always || /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    fc.assert(
      fc.property(file, fc.nat(), (records, cut) => {
        const text = records.map(([a, b, always]) => `${quoted(a, always)},${quoted(b, always)}\n`).join('');
        const lines = linesOf(text);
        const reader = new CsvRows({ kind: 'csv', columns: ['a', 'b'] }, () => undefined);
        const at = cut % (lines.length + 1);
        const rows = [...reader.take(lines.slice(0, at)), ...reader.take(lines.slice(at)), ...reader.end()];
        const expected = parse(text, { columns: ['a', 'b'] });
        expect(rows.map((row) => row.value)).toEqual(expected);
      }),
    );
  });
});
