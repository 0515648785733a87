/** A span of time: from its begin on, up to but without its end. RFC 3339 in UTC. */
export interface Period {
  from?: string;
  to?: string;
}

/** The bounds as PostgreSQL takes them: what is not said has no end. */
export function boundsOf({ from = '-infinity', to = 'infinity' }: Period): { from: string; to: string } {
  return { from, to };
}
