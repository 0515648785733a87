import type { Violation } from '#kernel';
import type { RowFormat } from '../rows/row-format.js';
import { below } from './known-keys.js';

/** The keys that say how a file is written, the same in YAML and in a module's `format`. */
export const FORMAT_KEYS = ['format', 'separator', 'quote', 'header', 'columns'] as const;

const SEPARATOR_NAMES: Record<string, string> = { tab: '\t', comma: ',', semicolon: ';', pipe: '|' };

/** The row format that a mapping document asks for; adds to `violations` what is wrong with it. */
export function readFormat(document: Record<string, unknown>, path: string, violations: Violation[]): RowFormat {
  const { format: kind = 'csv' } = document;
  if (kind !== 'csv' && kind !== 'text' && kind !== 'ndjson') {
    const message = 'must be one of csv, text, ndjson';
    violations.push({ field: below(path, 'format'), rule: 'enum', message });
    return { kind: 'csv' };
  }
  for (const key of FOREIGN_KEYS[kind]) {
    if (document[key] === undefined) continue;
    violations.push({ field: below(path, key), rule: 'format', message: `does not go with format ${kind}` });
  }
  switch (kind) {
    case 'csv':
      return { kind, ...readSigns(document, path, violations), ...readColumns(document, path, violations) };
    case 'text':
      return { kind, ...readColumns(document, path, violations) };
    case 'ndjson':
      return { kind };
  }
}

const FOREIGN_KEYS: Record<RowFormat['kind'], readonly string[]> = {
  csv: [],
  text: ['separator', 'quote'],
  ndjson: ['separator', 'quote', 'columns', 'header'],
};

function readSigns(
  { separator, quote }: Record<string, unknown>,
  path: string,
  violations: Violation[],
): { separator?: string; quote?: string } {
  const signs: { separator?: string; quote?: string } = {};
  if (typeof separator === 'string' && separator !== '') {
    signs.separator = SEPARATOR_NAMES[separator] ?? separator;
  } else if (separator !== undefined) {
    const message = 'must be a text, or one of tab, comma, semicolon, pipe';
    violations.push({ field: below(path, 'separator'), rule: 'type', message });
  }
  if (typeof quote === 'string' && quote.length <= 1) {
    signs.quote = quote;
  } else if (quote !== undefined) {
    const message = 'must be one character, or empty for none';
    violations.push({ field: below(path, 'quote'), rule: 'type', message });
  }
  return signs;
}

function readColumns(
  { header, columns }: Record<string, unknown>,
  path: string,
  violations: Violation[],
): { columns?: readonly string[]; header?: boolean } {
  const wrong = (key: string, rule: string, message: string): void =>
    void violations.push({ field: below(path, key), rule, message });
  const names: { columns?: readonly string[]; header?: boolean } = {};
  if (typeof header === 'boolean') names.header = header;
  else if (header !== undefined) wrong('header', 'type', 'must be true or false');
  if (columns === undefined) {
    if (header === false) wrong('columns', 'required', 'are required for a file without a header');
  } else if (
    Array.isArray(columns) &&
    columns.length > 0 &&
    columns.every((name) => typeof name === 'string' && name)
  ) {
    names.columns = columns as string[];
  } else {
    wrong('columns', 'type', 'must be a list of names');
  }
  return names;
}
