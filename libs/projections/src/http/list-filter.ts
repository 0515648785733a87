import { toUtc } from '#kernel';
import type { Period } from '../read-models/period.js';

/** The period that a query's instants mean. */
export function periodOf({ from, to }: { from?: string; to?: string }): Period {
  return { ...(from === undefined ? {} : { from: toUtc(from) }), ...(to === undefined ? {} : { to: toUtc(to) }) };
}

/** Those of the named texts that a query gives. */
export function givenTexts<Name extends string>(
  query: Partial<Record<Name, string>>,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  return Object.fromEntries(
    names.flatMap((name) => (query[name] === undefined ? [] : [[name, query[name]]])),
  ) as Partial<Record<Name, string>>;
}
