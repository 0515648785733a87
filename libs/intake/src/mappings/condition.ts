import { type ColumnReader, isEmpty } from './columns.js';
import { below, type Node, readKeys } from './known-keys.js';
import type { TemplateContext } from './template.js';

/** Whether a row has what an event needs. */
export type Condition = (columns: Record<string, unknown>) => boolean;

const TESTS = ['is', 'isNot', 'empty'];

/** `when`: one test of a column, or a list of tests that must all hold. */
export function condition({ value, path }: Node, context: Pick<TemplateContext, 'column' | 'violations'>): Condition {
  if (value === undefined) return () => true;
  const tests = (Array.isArray(value) ? value : [value]).map((test, at) =>
    single({ value: test, path: Array.isArray(value) ? below(path, at) : path }, context),
  );
  return (columns) => tests.every((test) => test(columns));
}

function single(node: Node, { column, violations }: Pick<TemplateContext, 'column' | 'violations'>): Condition {
  const keys = readKeys(node, { known: ['column', ...TESTS], required: ['column'] }, violations);
  if (!TESTS.some((test) => keys[test] !== undefined)) {
    violations.push({ field: node.path, rule: 'required', message: `must have one of ${TESTS.join(', ')}` });
  }
  if (keys.empty !== undefined && typeof keys.empty !== 'boolean') {
    violations.push({ field: below(node.path, 'empty'), rule: 'type', message: 'must be true or false' });
  }
  if (typeof keys.column !== 'string') {
    violations.push({ field: below(node.path, 'column'), rule: 'type', message: 'must be a text' });
    return () => false;
  }
  const read = column(keys.column);
  const tests: ((value: unknown) => boolean)[] = [];
  if (keys.is !== undefined) tests.push(among(keys.is, true));
  if (keys.isNot !== undefined) tests.push(among(keys.isNot, false));
  if (keys.empty !== undefined) tests.push((value) => isEmpty(value) === keys.empty);
  return (columns) => holds(read, tests, columns);
}

function holds(read: ColumnReader, tests: ((value: unknown) => boolean)[], columns: Record<string, unknown>): boolean {
  const value = read(columns);
  return tests.every((test) => test(value));
}

/** Compared as texts: a YAML `1` means the `1` of a file. */
function among(given: unknown, expected: boolean): (value: unknown) => boolean {
  const words = new Set((Array.isArray(given) ? given : [given]).map((word) => String(word)));
  return (value) => words.has(isEmpty(value) ? '' : String(value).trim()) === expected;
}
