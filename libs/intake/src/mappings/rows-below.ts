import { condition } from './condition.js';
import { conversion } from './conversion.js';
import type { RowAtHand } from './columns.js';
import { below, isObject, readKeys } from './known-keys.js';
import type { Maker, TemplateContext } from './template.js';

/** Makes a value of a part of the document for one row. */
type ValueMaker = (value: unknown, context: TemplateContext) => Maker;

/** `{each: …, in: join, when: …}`: a list with what each row of the group, or each joined row, makes. */
export function eachMaker(node: Record<string, unknown>, context: TemplateContext, valueMaker: ValueMaker): Maker {
  readKeys({ value: node, path: context.path }, { known: ['each', 'in', 'when'] }, context.violations);
  const inside = insideContext(node, 'each', context);
  const make = valueMaker(node.each, inside.context);
  const when = condition({ value: node.when, path: below(context.path, 'when') }, inside.context);
  return (row) => {
    const made: unknown[] = [];
    forEach(row, inside, context.field, (each) => {
      if (!when(each.columns)) return;
      const value = make(each);
      if (value !== undefined) made.push(value);
    });
    return made;
  };
}

const SUMMABLE = ['integer', 'money', 'minorUnits'];

/** `{sum: {column, as, …}, in: join}`: the exact sum of whole numbers or amounts of money of one currency. */
export function sumMaker(node: Record<string, unknown>, context: TemplateContext): Maker {
  readKeys({ value: node, path: context.path }, { known: ['sum', 'in'] }, context.violations);
  const inside = insideContext(node, 'sum', context);
  const { sum } = node;
  if (!isObject(sum) || !SUMMABLE.includes(sum.as as string)) {
    const message = `must be a column with as: one of ${SUMMABLE.join(', ')}`;
    context.violations.push({ field: below(context.path, 'sum'), rule: 'type', message });
    return () => undefined;
  }
  const make = conversion(sum, 'integer', inside.context);
  return (row) => {
    const made: unknown[] = [];
    forEach(row, inside, context.field, (each) => made.push(make(each)));
    const found = made.filter((value) => value !== undefined);
    return found.length > 0 ? total(found, context.field, row) : undefined;
  };
}

interface Inside {
  context: TemplateContext;
  join: string | undefined;
}

/** Stands in the fields of what is made below a row until the place in the list is known. */
const ANY_PLACE = '*';

function insideContext(node: Record<string, unknown>, key: string, context: TemplateContext): Inside {
  const { scopes, violations } = context;
  const join = typeof node.in === 'string' ? node.in : undefined;
  if ((node.in !== undefined && join === undefined) || !scopes.hasBelow(join)) {
    const message = 'needs rows below a row: a group, or in: with the name of a joined file';
    violations.push({ field: below(context.path, key), rule: 'rows-below', message });
    return { context, join: undefined };
  }
  return {
    join,
    context: {
      ...context,
      path: below(context.path, key),
      field: below(context.field, ANY_PLACE),
      column: (name) => scopes.columnBelow(name, join),
      isBelow: true,
    },
  };
}

function forEach(row: RowAtHand, { join }: Inside, field: string, take: (each: RowAtHand) => void): void {
  const anywhere = below(field, ANY_PLACE);
  (row.below?.(join) ?? []).forEach((each, at) => {
    const own: RowAtHand = { ...each, violations: [] };
    take(own);
    for (const violation of own.violations) {
      const place = violation.field.startsWith(anywhere)
        ? below(field, at) + violation.field.slice(anywhere.length)
        : violation.field;
      row.violations.push({ ...violation, field: place, message: `row ${each.number}: ${violation.message}` });
    }
  });
}

function total(values: readonly unknown[], field: string, { violations }: RowAtHand): unknown {
  const amounts = values.map((value) => (isObject(value) ? Number(value.amount) : Number(value)));
  const amount = amounts.reduce((sum, each) => sum + each, 0);
  if (!Number.isSafeInteger(amount)) {
    violations.push({ field, rule: 'maximum', message: 'the sum is too large to be exact' });
    return undefined;
  }
  const [first] = values;
  if (!isObject(first)) return amount;
  const currencies = new Set(values.map((value) => (value as { currency: string }).currency));
  if (currencies.size > 1) {
    violations.push({ field, rule: 'currency', message: `amounts of ${[...currencies].join(' and ')} have no sum` });
    return undefined;
  }
  return { amount, currency: first.currency };
}
