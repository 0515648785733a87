import type { Violation } from '#kernel';
import type { RowFormat } from '../rows/row-format.js';
import { below } from './known-keys.js';

/** The keys that say how a file is written, the same in YAML and in a module's `format`. */
export const FORMAT_KEYS = ['format', 'separator', 'quote', 'header', 'columns'] as const;

const SEPARATOR_NAMES: Record<string, string> = { tab: '\t', comma: ',', semicolon: ';', pipe: '|' };

/** The row format that a mapping document asks for; adds to `violations` what is wrong with it. */
export function readFormat(document: Record<string, unknown>, path: string, violations: Violation[]): RowFormat {
  const { format = 'csv', separator, quote, columns } = document;
  const wrong = (key: string, rule: string, message: string): void =>
    void violations.push({ field: below(path, key), rule, message });

  if (format !== 'csv') {
    if (separator !== undefined) wrong('separator', 'format', 'is for format csv');
    if (quote !== undefined) wrong('quote', 'format', 'is for format csv');
  }
  if (separator !== undefined && !(typeof separator === 'string' && separator !== '')) {
    wrong('separator', 'type', 'must be a text, or one of tab, comma, semicolon, pipe');
  }
  if (quote !== undefined && !(typeof quote === 'string' && quote.length <= 1)) {
    wrong('quote', 'type', 'must be one character, or empty for none');
  }
  const names = readColumns(document, path, violations);
  if (format === 'ndjson' && columns !== undefined) wrong('columns', 'format', 'is not for format ndjson');

  switch (format) {
    case 'csv':
      return {
        kind: 'csv',
        ...(typeof separator === 'string' ? { separator: SEPARATOR_NAMES[separator] ?? separator } : {}),
        ...(typeof quote === 'string' ? { quote } : {}),
        ...names,
      };
    case 'text':
      return { kind: 'text', ...names };
    case 'ndjson':
      return { kind: 'ndjson' };
    default:
      wrong('format', 'enum', 'must be one of csv, text, ndjson');
      return { kind: 'csv' };
  }
}

function readColumns(
  { header, columns }: Record<string, unknown>,
  path: string,
  violations: Violation[],
): { columns?: readonly string[] } {
  const wrong = (key: string, rule: string, message: string): void =>
    void violations.push({ field: below(path, key), rule, message });
  if (header !== undefined && typeof header !== 'boolean') wrong('header', 'type', 'must be true or false');
  if (columns === undefined) {
    if (header === false) wrong('columns', 'required', 'are required for a file without a header');
    return {};
  }
  if (!Array.isArray(columns) || columns.length === 0 || columns.some((name) => typeof name !== 'string' || !name)) {
    wrong('columns', 'type', 'must be a list of names');
    return {};
  }
  if (header === true) wrong('columns', 'format', 'are for a file without a header (header: false)');
  return { columns: columns as string[] };
}
