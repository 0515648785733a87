import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ValidationFailed, type Violation } from '#kernel';
import { MappingInvalid } from '../errors/mapping-invalid.js';
import { FORMAT_KEYS, readFormat } from './format-document.js';
import type { Joined } from './joined-rows.js';
import { below, isObject, readKeys } from './known-keys.js';
import type { Mapping } from './mapping.js';
import type { MappingPart, MappingSet } from './mapping-set.js';
import type { RowGroup } from './row-group.js';
import { JOIN_KEYS, readFileName, readGrouping, readJoins } from './set-document.js';

/**
 * What a module gives: (row, rowNumber, joined) => CloudEvent | CloudEvent[] | null. With a `group` it is given lists
 * instead: (rows, rowNumbers, joined).
 */
type RowFunction = (row: unknown, rowNumber: unknown, joined: Joined) => unknown;

const PART_KEYS = ['format', 'source', 'file', 'join', 'group'];

/**
 * A mapping written as a module: the default export makes CloudEvents of a row (`specversion` may be left out),
 * `format` says how the file is written (by default CSV with commas and a header), `source` is the events' source,
 * `join` names further files, `group` the rows that make one fact together. In place of the default export there may be
 * `parts`, a list of such descriptions, with the function as `events`. Throws MappingInvalid.
 */
export async function loadModuleMapping(file: string): Promise<MappingSet> {
  const exported = { ...(await importModule(file)) };
  const violations: Violation[] = [];
  const parts = 'parts' in exported ? readParts(exported, violations) : [readWhole(exported, violations)];
  if (violations.length > 0) throw new MappingInvalid(file, violations);
  return { name: file, parts };
}

function readWhole(exported: Record<string, unknown>, violations: Violation[]): MappingPart {
  readKeys({ value: exported, path: '' }, { known: ['default', ...PART_KEYS], required: ['default'] }, violations);
  return readPart(exported, { path: '', events: 'default' }, violations);
}

function readParts(exported: Record<string, unknown>, violations: Violation[]): MappingPart[] {
  const { parts, source } = readKeys({ value: exported, path: '' }, { known: ['parts', 'source'] }, violations);
  if (!Array.isArray(parts) || parts.length === 0) {
    violations.push({ field: 'parts', rule: 'type', message: 'must be a list, of at least one' });
    return [];
  }
  return parts.map((part: unknown, at) => {
    const path = below('parts', at);
    const keys = { known: ['events', ...PART_KEYS], required: ['events', 'file'] };
    const document = readKeys({ value: part, path }, keys, violations);
    return readPart({ source, ...document }, { path, events: 'events' }, violations);
  });
}

function readPart(
  document: Record<string, unknown>,
  { path, events: eventsKey }: { path: string; events: string },
  violations: Violation[],
): MappingPart {
  const { format = {}, source } = document;
  const at = (key: string): string => below(path, key);
  const events = document[eventsKey];
  if (events !== undefined && typeof events !== 'function') {
    const message = 'must be a function (row, rowNumber, joined) => CloudEvent';
    violations.push({ field: at(eventsKey), rule: 'type', message });
  }
  if (source !== undefined && typeof source !== 'string') {
    violations.push({ field: at('source'), rule: 'type', message: 'must be a text' });
  }
  const written = typeof format === 'string' ? { format } : format;
  const keys = readKeys({ value: written, path: at('format') }, { known: FORMAT_KEYS }, violations);
  const group = readGrouping({ value: document.group, path: at('group') }, violations);
  const joins = readJoins({ value: document.join, path: at('join') }, JOIN_KEYS, violations);
  const makes = events as RowFunction;
  const mapping: Mapping = {
    format: readFormat(keys, at('format'), violations),
    ...(typeof source === 'string' ? { source } : {}),
    ...(group ? { group } : {}),
    joins: Object.fromEntries(joins),
    eventsOf: (row, rowNumber, joined) => {
      if (!group) return withVersion(called(() => makes(row, rowNumber, joined)));
      const { rows, numbers } = row as RowGroup;
      return withVersion(called(() => makes(rows, numbers, joined)));
    },
  };
  return { ...readFileName(document.file, at('file'), violations), mappingOf: () => mapping };
}

async function importModule(file: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(resolve(file)).href)) as Record<string, unknown>;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new MappingInvalid(file, [{ field: '', rule: 'readable', message: `cannot be loaded: ${why}` }]);
  }
}

/** Whatever the function trips over is the row's fault: it is rejected, and the import goes on. */
function called(events: () => unknown): unknown {
  let made: unknown;
  try {
    made = events();
  } catch (error) {
    if (error instanceof ValidationFailed) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ValidationFailed([{ field: '', rule: 'mapping', message: `the mapping failed: ${why}` }]);
  }
  if (made instanceof Promise) {
    throw new ValidationFailed([{ field: '', rule: 'mapping', message: 'the mapping must answer at once, not later' }]);
  }
  return made;
}

function withVersion(made: unknown): unknown {
  if (Array.isArray(made)) return made.map(withVersion);
  // A copy, because the module may keep what it made, and the source is filled in later.
  return isObject(made) ? { specversion: '1.0', ...made } : made;
}
