import { parseDocument } from 'yaml';
import { ValidationFailed, type Violation } from '#kernel';
import { MappingInvalid } from '../errors/mapping-invalid.js';
import { type ColumnReader, columnReader, type RowAtHand } from './columns.js';
import { condition } from './condition.js';
import { conversion } from './conversion.js';
import { FORMAT_KEYS, readFormat } from './format-document.js';
import { below, isObject, type Node, readKeys } from './known-keys.js';
import type { Mapping, MappingOfFile } from './mapping.js';
import { type Maker, template, type TemplateContext } from './template.js';
import { objectMaker, valueMaker } from './value-maker.js';

const KEYS = [...FORMAT_KEYS, 'source', 'events'];
const EXTENSIONS = ['actor', 'correlationid', 'causationid', 'schemaversion'];
const EVENT_KEYS = ['type', 'id', 'subject', 'time', 'data', 'when', ...EXTENSIONS];

/** What is needed to read an event's part of the document. */
interface EventContext {
  column: (name: string) => ColumnReader;
  defaultAs: 'text' | 'value';
  violations: Violation[];
}

type EventMaker = (row: RowAtHand) => Record<string, unknown> | undefined;

/**
 * A mapping written in YAML: see docs/reference/mappings.md. Throws MappingInvalid with every key that is unknown,
 * missing or of the wrong kind.
 */
export function parseYamlMapping(name: string, text: string): MappingOfFile {
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0) {
    const violations = document.errors.map(({ message }) => ({ field: '', rule: 'yaml', message: message.trim() }));
    throw new MappingInvalid(name, violations);
  }
  const violations: Violation[] = [];
  const keys = readKeys(
    { value: document.toJS() as unknown, path: '' },
    { known: KEYS, required: ['events'] },
    violations,
  );
  const format = readFormat(keys, '', violations);
  const { source } = keys;
  if (source !== undefined && typeof source !== 'string') {
    violations.push({ field: 'source', rule: 'type', message: 'must be a text' });
  }

  const nested = format.kind === 'ndjson';
  /** Where the document first asks for a column, by the column's name. */
  const used = new Map<string, string>();
  const eventMakers = list(keys.events, violations).map(({ value, path }) =>
    eventMaker(
      { value, path },
      {
        column: (column) => {
          if (!used.has(column)) used.set(column, path);
          return columnReader(column, nested);
        },
        defaultAs: nested ? 'value' : 'text',
        violations,
      },
    ),
  );
  if (violations.length > 0) throw new MappingInvalid(name, violations);

  const mapping: Mapping = {
    format,
    ...(typeof source === 'string' ? { source } : {}),
    checkColumns: (columns) => checkColumns(name, used, columns),
    eventsOf: (row, number) => eventsOf(eventMakers, row, number),
  };
  return () => mapping;
}

function eventsOf(makers: readonly EventMaker[], columns: unknown, number: number): unknown[] {
  if (!isObject(columns)) {
    throw new ValidationFailed([{ field: '', rule: 'type', message: 'a row must be a JSON object' }]);
  }
  const row: RowAtHand = { columns, number, violations: [] };
  const events = makers.map((make) => make(row)).filter((event) => event !== undefined);
  if (row.violations.length > 0) throw new ValidationFailed(row.violations);
  return events;
}

function eventMaker(node: Node, { column, defaultAs, violations }: EventContext): EventMaker {
  const keys = readKeys(node, { known: EVENT_KEYS, required: ['type', 'id', 'subject', 'time'] }, violations);
  const at = (key: string): TemplateContext => ({ path: below(node.path, key), field: key, column, violations });
  const makers: [string, Maker][] = [];
  const when = condition({ value: keys.when, path: below(node.path, 'when') }, { column, violations });

  for (const key of ['type', 'id', 'subject']) {
    const value = keys[key];
    if (typeof value === 'string') makers.push([key, template(value, at(key))]);
    else if (value !== undefined) violations.push({ field: at(key).path, rule: 'type', message: 'must be a text' });
  }
  const { time } = keys;
  if (isObject(time)) makers.push(['time', conversion(time, 'instant', at('time'))]);
  else if (time !== undefined) makers.push(['time', valueMaker(time, at('time'), 'text')]);
  for (const key of EXTENSIONS) {
    if (keys[key] !== undefined) makers.push([key, valueMaker(keys[key], at(key), defaultAs)]);
  }
  const { data = {} } = keys;
  if (isObject(data)) makers.push(['data', objectMaker(data, at('data'), defaultAs, true)]);
  else violations.push({ field: at('data').path, rule: 'type', message: 'must be a set of keys and values' });

  return (row) => {
    if (!when(row.columns)) return undefined;
    const event: Record<string, unknown> = { specversion: '1.0' };
    for (const [key, make] of makers) {
      const value = make(row);
      if (value !== undefined) event[key] = value;
    }
    return event;
  };
}

function list(events: unknown, violations: Violation[]): Node[] {
  if (events === undefined) return [];
  if (!Array.isArray(events) || events.length === 0) {
    violations.push({ field: 'events', rule: 'type', message: 'must be a list of events' });
    return [];
  }
  return events.map((value: unknown, at) => ({ value, path: below('events', at) }));
}

function checkColumns(name: string, used: ReadonlyMap<string, string>, columns: readonly string[]): void {
  const missing = [...used].filter(([column]) => !columns.includes(column));
  if (missing.length === 0) return;
  throw new MappingInvalid(
    name,
    missing.map(([column, field]) => ({
      field,
      rule: 'known-column',
      message: `the file has no column "${column}"; it has ${columns.join(', ')}`,
    })),
  );
}
