import type { Mapping } from './mapping.js';

/** For files that hold CloudEvents, one a line. */
export function cloudEventsMapping(): Mapping {
  return { format: { kind: 'ndjson' }, eventsOf: (row) => row };
}
