import type { Mapping } from './mapping.js';

/** For files that hold CloudEvents, one a line: a list of them is none. */
export function cloudEventsMapping(): Mapping {
  return { format: { kind: 'ndjson' }, eventsOf: (row) => [row] };
}
