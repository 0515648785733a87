import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ValidationFailed, type Violation } from '#kernel';
import { MappingInvalid } from '../errors/mapping-invalid.js';
import { FORMAT_KEYS, readFormat } from './format-document.js';
import { isObject, readKeys } from './known-keys.js';
import type { Mapping, MappingOfFile } from './mapping.js';

/** What a module gives: (row, rowNumber) => CloudEvent | CloudEvent[] | null. */
type RowFunction = (row: unknown, rowNumber: number) => unknown;

const EXPORTS = ['default', 'format', 'source'];

/**
 * A mapping written as a module: the default export makes CloudEvents of a row (`specversion` may be left out),
 * `format` says how the file is written (by default CSV with commas and a header), `source` is the events' source.
 * Throws MappingInvalid.
 */
export async function loadModuleMapping(file: string): Promise<MappingOfFile> {
  const exported = await importModule(file);
  const violations: Violation[] = [];
  readKeys({ value: { ...exported }, path: '' }, { known: EXPORTS, required: ['default'] }, violations);
  const { default: events, format = {}, source } = exported;
  if (events !== undefined && typeof events !== 'function') {
    violations.push({ field: 'default', rule: 'type', message: 'must be a function (row, rowNumber) => CloudEvent' });
  }
  if (source !== undefined && typeof source !== 'string') {
    violations.push({ field: 'source', rule: 'type', message: 'must be a text' });
  }
  const document = typeof format === 'string' ? { format } : format;
  const keys = readKeys({ value: document, path: 'format' }, { known: FORMAT_KEYS }, violations);
  const rowFormat = readFormat(keys, 'format', violations);
  if (violations.length > 0) throw new MappingInvalid(file, violations);

  const mapping: Mapping = {
    format: rowFormat,
    ...(typeof source === 'string' ? { source } : {}),
    eventsOf: (row, rowNumber) => withVersion(called(events as RowFunction, row, rowNumber)),
  };
  return () => mapping;
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
function called(events: RowFunction, row: unknown, rowNumber: number): unknown {
  let made: unknown;
  try {
    made = events(row, rowNumber);
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
