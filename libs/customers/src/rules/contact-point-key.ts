import type { ContactPointOf } from '../events/index.js';

/** The same for two contact points that are one: case and blanks around do not count. */
export function contactPointKey({ kind, value }: ContactPointOf): string {
  return `${kind}:${value.trim().toLowerCase()}`;
}
