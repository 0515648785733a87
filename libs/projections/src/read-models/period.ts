/** A span of time: from its begin on, up to but without its end. RFC 3339 in UTC; what is not said has no bound. */
export interface Period {
  from?: string;
  to?: string;
}

/** The bounds of a period as PostgreSQL takes them. */
export function boundsOf({ from = '-infinity', to = 'infinity' }: Period): { from: string; to: string } {
  return { from, to };
}
