import { toUtc } from '#kernel';

/** A span of time: from its begin on, up to but without its end. RFC 3339 in UTC; what is not said has no bound. */
export interface Period {
  from?: string;
  to?: string;
}

/** The period that a query's instants mean. */
export function periodOf({ from, to }: { from?: string; to?: string }): Period {
  return { ...(from === undefined ? {} : { from: toUtc(from) }), ...(to === undefined ? {} : { to: toUtc(to) }) };
}

/** The bounds of a period as PostgreSQL takes them. */
export function boundsOf({ from = '-infinity', to = 'infinity' }: Period): { from: string; to: string } {
  return { from, to };
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
