import type { Violation } from '#kernel';
import type { RowAtHand } from './columns.js';
import { condition } from './condition.js';
import { conversion } from './conversion.js';
import { below, isObject, type Node, readKeys } from './known-keys.js';
import type { RowScopes } from './row-scopes.js';
import { type Maker, template, type TemplateContext } from './template.js';
import { objectMaker, valueMaker } from './value-maker.js';

const EXTENSIONS = ['actor', 'correlationid', 'causationid', 'schemaversion'];
const EVENT_KEYS = ['type', 'id', 'subject', 'time', 'data', 'when', ...EXTENSIONS];

/** What is needed to read an event's part of a document. */
export interface EventContext {
  scopes: RowScopes;
  defaultAs: 'text' | 'value';
  violations: Violation[];
}

/** Makes the event of a row, or undefined when its `when` does not hold. */
export type EventMaker = (row: RowAtHand) => Record<string, unknown> | undefined;

/** One event of a mapping document. */
export function eventMaker(node: Node, { scopes, defaultAs, violations }: EventContext): EventMaker {
  const keys = readKeys(node, { known: EVENT_KEYS, required: ['type', 'id', 'subject', 'time'] }, violations);
  const at = (key: string): TemplateContext => ({
    path: below(node.path, key),
    field: key,
    column: (name, pick) => scopes.column(name, pick),
    scopes,
    violations,
  });
  const makers: [string, Maker][] = [];
  const when = condition({ value: keys.when, path: below(node.path, 'when') }, at('when'));

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
