import { conversion } from './conversion.js';
import { below, isObject, readKeys } from './known-keys.js';
import { eachMaker, sumMaker } from './rows-below.js';
import { type Maker, template, type TemplateContext } from './template.js';

/**
 * What a part of a mapping document makes of a row: a text with `{columns}` in it, a constant, a column's conversion, a
 * list, or an object of such parts. Parts of an object that come out as nothing are left out.
 */
export function valueMaker(value: unknown, context: TemplateContext, defaultAs: 'text' | 'value'): Maker {
  if (typeof value === 'string') return template(value, context);
  if (typeof value === 'number' || typeof value === 'boolean') return () => value;
  if (Array.isArray(value)) return listMaker(value, context, defaultAs);
  if (!isObject(value)) {
    context.violations.push({ field: context.path, rule: 'required', message: 'must have a value' });
    return () => undefined;
  }
  if ('column' in value) return conversion(value, defaultAs, context);
  if ('each' in value) {
    return eachMaker(value, context, (part, inside) => valueMaker(part, inside, defaultAs));
  }
  if ('sum' in value) return sumMaker(value, context);
  if ('constant' in value) {
    readKeys({ value, path: context.path }, { known: ['constant'] }, context.violations);
    return () => value.constant;
  }
  return objectMaker(value, context, defaultAs);
}

/** An object of parts; undefined when all of them come out as nothing, unless it is `kept`. */
export function objectMaker(
  value: Record<string, unknown>,
  context: TemplateContext,
  defaultAs: 'text' | 'value',
  kept = false,
): Maker {
  const parts = Object.entries(value).map(
    ([key, part]) => [key, valueMaker(part, inside(context, key), defaultAs)] as const,
  );
  return (row) => {
    const made: Record<string, unknown> = {};
    let empty = true;
    for (const [key, make] of parts) {
      const part = make(row);
      if (part === undefined) continue;
      made[key] = part;
      empty = false;
    }
    return empty && !kept ? undefined : made;
  };
}

function listMaker(values: readonly unknown[], context: TemplateContext, defaultAs: 'text' | 'value'): Maker {
  const parts = values.map((part, at) => valueMaker(part, inside(context, at), defaultAs));
  return (row) => parts.map((make) => make(row)).filter((part) => part !== undefined);
}

function inside(context: TemplateContext, key: string | number): TemplateContext {
  return { ...context, path: below(context.path, key), field: below(context.field, key) };
}
