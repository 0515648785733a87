import type { ColumnType } from '#kernel';

/** Reads a value as PostgreSQL writes it (ISO dates, UTC) into the form that folds use. */
export type ReadText = (text: string) => unknown;

export const columnReaders: Record<ColumnType, ReadText> = {
  uuid: (text) => text,
  text: (text) => text,
  integer: Number,
  bigint: Number,
  boolean: (text) => text === 't',
  timestamptz: instantOf,
  date: (text) => text,
  jsonb: (text) => JSON.parse(text) as unknown,
  'text[]': textListOf,
};

/** `2026-03-01 09:30:00.25+00` as `2026-03-01T09:30:00.250Z`. */
function instantOf(text: string): string {
  const milliseconds =
    text[19] === '.'
      ? text
          .slice(20, text.length - 3)
          .padEnd(3, '0')
          .slice(0, 3)
      : '000';
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${milliseconds}Z`;
}

const LIST_ITEM = /"((?:[^"\\]|\\.)*)"|([^,{}]+)/gs;

/** `{one,"two words","a \"quote\""}`. */
function textListOf(text: string): string[] {
  return Array.from(text.slice(1, -1).matchAll(LIST_ITEM), ([, inQuotes, plain]) =>
    inQuotes === undefined ? plain! : inQuotes.replace(/\\(.)/gs, '$1'),
  );
}

/** A list of texts as PostgreSQL reads it. */
export function textListLiteral(items: Iterable<string>): string {
  let literal = '';
  for (const item of items) literal += `${literal && ','}"${item.replace(/["\\]/g, '\\$&')}"`;
  return `{${literal}}`;
}
