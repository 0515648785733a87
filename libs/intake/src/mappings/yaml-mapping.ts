import { type Document, parseDocument } from 'yaml';
import { ValidationFailed, type Violation } from '#kernel';
import { MappingInvalid } from '../errors/mapping-invalid.js';
import { type EventMaker, eventMaker } from './event-maker.js';
import { FORMAT_KEYS, readFormat } from './format-document.js';
import type { Joined } from './joined-rows.js';
import { below, isObject, type Node, readKeys } from './known-keys.js';
import type { Mapping } from './mapping.js';
import type { MappingPart, MappingSet } from './mapping-set.js';
import { RowScopes } from './row-scopes.js';
import { JOIN_KEYS, JOIN_ROW_KEYS, readFileName, readGrouping, readJoins } from './set-document.js';

const PART_KEYS = [...FORMAT_KEYS, 'source', 'file', 'join', 'group', 'events'];
const SET_KEYS = ['source', 'parts'];

/**
 * A mapping written in YAML: see docs/reference/mappings.md. Throws MappingInvalid with every key that is unknown,
 * missing or of the wrong kind.
 */
export function parseYamlMapping(name: string, text: string): MappingSet {
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0) {
    const violations = document.errors.map(({ message }) => ({ field: '', rule: 'yaml', message: message.trim() }));
    throw new MappingInvalid(name, violations);
  }
  const violations: Violation[] = [];
  const whole = valueOf(name, document);
  const parts =
    isObject(whole) && 'parts' in whole
      ? readParts(name, whole, violations)
      : [readPart(name, { value: whole, path: '' }, undefined, violations)];
  if (violations.length > 0) throw new MappingInvalid(name, violations);
  return { name, parts };
}

/** Few lines may name one another so often that the whole has no end: what cannot be written out is refused. */
function valueOf(name: string, document: Document): unknown {
  try {
    return document.toJS();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new MappingInvalid(name, [{ field: '', rule: 'yaml', message }]);
  }
}

/** Mappings of several files that belong together. */
function readParts(name: string, whole: Record<string, unknown>, violations: Violation[]): MappingPart[] {
  const keys = readKeys({ value: whole, path: '' }, { known: SET_KEYS, required: ['parts'] }, violations);
  const source = readSource(keys.source, '', violations);
  return list(keys.parts, 'parts', violations).map((node) => {
    const part = readPart(name, node, source, violations);
    if (part.file === undefined) {
      const message = 'is required: it says which file this part is for';
      violations.push({ field: below(node.path, 'file'), rule: 'required', message });
    }
    return part;
  });
}

function readPart(name: string, node: Node, usualSource: string | undefined, violations: Violation[]): MappingPart {
  const keys = readKeys(node, { known: PART_KEYS, required: ['events'] }, violations);
  const at = (key: string): Node => ({ value: keys[key], path: below(node.path, key) });
  const format = readFormat(keys, node.path, violations);
  const source = readSource(keys.source, node.path, violations) ?? usualSource;
  const nested = format.kind === 'ndjson';
  const group = readGrouping(at('group'), violations);
  const joins = readJoins(at('join'), [...JOIN_KEYS, ...JOIN_ROW_KEYS], violations);
  const scopes = new RowScopes({ nested, joins, grouping: group });
  const context = { scopes, defaultAs: nested ? ('value' as const) : ('text' as const), violations };
  const makers = list(keys.events, at('events').path, violations).map((event) => eventMaker(event, context));

  const mapping: Mapping = {
    format,
    ...(source === undefined ? {} : { source }),
    ...(group ? { group } : {}),
    joins: scopes.joinedFiles((join, used, columns) => checkColumns(name, `join.${join}`, used, columns)),
    checkColumns: (columns) => checkColumns(name, at('events').path, scopes.used, columns),
    eventsOf: (row, number, joined) => eventsOf(scopes, makers, { row, number, joined }),
  };
  return { ...readFileName(keys.file, at('file').path, violations), mappingOf: () => mapping };
}

function eventsOf(
  scopes: RowScopes,
  makers: readonly EventMaker[],
  { row: value, number, joined }: { row: unknown; number: number; joined: Joined },
): unknown[] {
  const row = scopes.rowOf(value, number, joined);
  const events = makers.map((make) => make(row)).filter((event) => event !== undefined);
  if (row.violations.length > 0) throw new ValidationFailed(row.violations);
  return events;
}

function readSource(source: unknown, path: string, violations: Violation[]): string | undefined {
  if (source === undefined || typeof source === 'string') return source;
  violations.push({ field: below(path, 'source'), rule: 'type', message: 'must be a text' });
  return undefined;
}

function list(values: unknown, path: string, violations: Violation[]): Node[] {
  if (values === undefined) return [];
  if (!Array.isArray(values) || values.length === 0) {
    violations.push({ field: path, rule: 'type', message: 'must be a list, of at least one' });
    return [];
  }
  return values.map((value: unknown, at) => ({ value, path: below(path, at) }));
}

function checkColumns(name: string, field: string, used: ReadonlySet<string>, columns: readonly string[]): void {
  const missing = [...used].filter((column) => !columns.includes(column));
  if (missing.length === 0) return;
  throw new MappingInvalid(
    name,
    missing.map((column) => ({
      field,
      rule: 'known-column',
      message: `the file has no column "${column}"; it has ${columns.join(', ')}`,
    })),
  );
}
