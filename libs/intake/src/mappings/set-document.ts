import type { Violation } from '#kernel';
import { FORMAT_KEYS, readFormat } from './format-document.js';
import type { JoinedFile } from './joined-rows.js';
import { below, isObject, type Node, readKeys } from './known-keys.js';
import type { Grouping } from './row-group.js';

/** A join as a document describes it. */
export interface DocumentedJoin extends JoinedFile {
  many: boolean;
  /** The columns of the main file that say what the joined file's key says. */
  on: readonly string[];
  /** Whether a row that finds none is rejected. */
  required: boolean;
}

export const GROUP_KEYS = ['by', 'contiguous'];
export const JOIN_KEYS = [...FORMAT_KEYS, 'file', 'key', 'many'];
/** What a row says of its join: only where rows are joined by the document, and not by a function. */
export const JOIN_ROW_KEYS = ['on', 'required'];

/** `join`: further files by name. Adds to `violations` what is wrong with it. */
export function readJoins(
  { value, path }: Node,
  known: readonly string[],
  violations: Violation[],
): Map<string, DocumentedJoin> {
  const joins = new Map<string, DocumentedJoin>();
  if (value === undefined) return joins;
  if (!isObject(value)) {
    violations.push({ field: path, rule: 'type', message: 'must be a set of names and files' });
    return joins;
  }
  for (const [name, document] of Object.entries(value)) {
    const at = below(path, name);
    if (name === '' || name.includes('.')) {
      violations.push({ field: at, rule: 'name', message: 'the name of a joined file must not have a dot' });
    }
    joins.set(name, readJoin({ value: document, path: at }, known, violations));
  }
  return joins;
}

function readJoin(node: Node, known: readonly string[], violations: Violation[]): DocumentedJoin {
  const keys = readKeys(node, { known, required: ['key'] }, violations);
  const key = readNames(keys.key, below(node.path, 'key'), violations);
  const on = keys.on === undefined ? key : readNames(keys.on, below(node.path, 'on'), violations);
  if (keys.on !== undefined && on.length !== key.length) {
    const message = `must name as many columns as key: ${key.length}`;
    violations.push({ field: below(node.path, 'on'), rule: 'length', message });
  }
  return {
    ...readFileName(keys.file, below(node.path, 'file'), violations),
    format: readFormat(keys, node.path, violations),
    key,
    on,
    many: readFlag(keys.many, below(node.path, 'many'), violations),
    required: readFlag(keys.required, below(node.path, 'required'), violations),
  };
}

/** `group`: which rows make one fact together. */
export function readGrouping({ value, path }: Node, violations: Violation[]): Grouping | undefined {
  if (value === undefined) return undefined;
  const keys = readKeys({ value, path }, { known: GROUP_KEYS, required: ['by'] }, violations);
  const by = readNames(keys.by, below(path, 'by'), violations);
  return { by, contiguous: readFlag(keys.contiguous, below(path, 'contiguous'), violations) };
}

/** `file`: the name of a file beside the others. */
export function readFileName(value: unknown, path: string, violations: Violation[]): { file?: string } {
  if (value === undefined) return {};
  if (typeof value === 'string' && value !== '' && !/[\\/]/.test(value)) return { file: value };
  violations.push({ field: path, rule: 'type', message: 'must be the name of a file, without a folder' });
  return {};
}

function readNames(value: unknown, path: string, violations: Violation[]): readonly string[] {
  const names: unknown[] = Array.isArray(value) ? value : [value];
  if (names.length > 0 && names.every((name) => typeof name === 'string' && name !== '')) return names as string[];
  if (value !== undefined)
    violations.push({ field: path, rule: 'type', message: 'must be a column or a list of them' });
  return [];
}

function readFlag(value: unknown, path: string, violations: Violation[]): boolean {
  if (value !== undefined && typeof value !== 'boolean') {
    violations.push({ field: path, rule: 'type', message: 'must be true or false' });
  }
  return value === true;
}
