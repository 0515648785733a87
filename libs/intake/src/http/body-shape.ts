import type { Schema, Violation } from '#kernel';

/** Far deeper than any fact goes; what walks through a body by calling itself could not follow it without end. */
const MAX_DEPTH = 32;

/**
 * What is wrong with the shape of an untyped body, before anything is made of it: that it is no plain object, that it
 * is too deep, or that it has fields which its schema does not know. Making an instance of a class would drop some of
 * those without a word: `constructor`, `__proto__`, and whatever every object has, such as `toString`.
 */
export function shapeViolations(body: unknown, schema: Schema): Violation[] {
  if (!isPlainObject(body)) return [{ field: '', rule: 'type', message: 'must be an object' }];
  if (isDeeperThan(MAX_DEPTH, body)) {
    return [{ field: '', rule: 'depth', message: `must not be nested deeper than ${MAX_DEPTH} levels` }];
  }
  return unknownFields(body, schema, '');
}

/** What parsers of JSON and of queries make, and no list, stream or buffer, which all inherit from further up. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (!isObject(value) || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isDeeperThan(levels: number, value: object): boolean {
  let level: object[] = [value];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    level = level.flatMap((each) => Object.values(each).filter(isObject));
  }
  return false;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function unknownFields(value: unknown, schema: Schema, path: string): Violation[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.flatMap((item, index) => unknownFields(item, items, `${path}${index}.`)) : [];
  }
  const { properties, propertyNames } = schema.anyOf?.find((each) => each.type === 'object') ?? schema;
  if (!isObject(value)) return [];
  if (propertyNames?.pattern) return misnamed(value, new RegExp(propertyNames.pattern, 'u'), path);
  if (!properties) return [];
  return Object.entries(value).flatMap(([name, below]) =>
    Object.hasOwn(properties, name)
      ? unknownFields(below, properties[name]!, `${path}${name}.`)
      : [{ field: path + name, rule: 'unknown-field', message: 'is not a field of this document' }],
  );
}

function misnamed(value: object, pattern: RegExp, path: string): Violation[] {
  return Object.keys(value)
    .filter((name) => !pattern.test(name))
    .map((name) => ({ field: path + name, rule: 'pattern', message: `a name must look like ${pattern.source}` }));
}
