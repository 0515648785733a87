import type { Difference } from '#projections';
import { table } from '../../output.js';

/** Rows that are not alike, for people. */
export function differencesTable(differences: readonly Difference[]): string {
  return table(
    ['table', 'key', 'what', 'field', 'live', 'rebuilt', 'event'],
    differences.map(({ table: name, key, kind, field, live, rebuilt, event }) => [
      name,
      key,
      kind,
      field ?? '',
      JSON.stringify(live),
      JSON.stringify(rebuilt),
      event ? `${event.type} at ${event.position}` : '',
    ]),
  );
}
