import type { Projection } from '#kernel';
import { ParkedEvents, foldRows } from '#projections';
import type { Counted, Ledger } from './ledger.js';

type Evolve = Projection['tables'][number]['evolve'];

/** The projection as it is after a repair, or before one: the same version, another `evolve` in every table. */
export function withEvolve(projection: Projection, change: (evolve: Evolve) => Evolve): Projection {
  return { ...projection, tables: projection.tables.map((table) => ({ ...table, evolve: change(table.evolve) })) };
}

/** Poison is counted like anything else. */
export function repaired(projection: Projection): Projection {
  return withEvolve(
    projection,
    (evolve) =>
      (row, event, ...rest) =>
        evolve(row, { ...event, data: { ...event.data, note: cured((event.data as Counted).note) } }, ...rest),
  );
}

function cured(note: string | undefined): string | undefined {
  return note === 'poison' ? 'cured' : note;
}

/** What people do about parked events, by a program with these projections. */
export function parkedEventsOf({ store, codec, database }: Ledger, projections: readonly Projection[]): ParkedEvents {
  return new ParkedEvents({ store, codec, connectionString: database.url, projections });
}

/** What the log makes of the projection when it is folded from its beginning, without some events. */
export async function foldedFromZero(
  ledger: Ledger,
  projection: Projection,
  without: readonly bigint[] = [],
): Promise<Map<string, Map<string, object>>> {
  const events = (await ledger.events()).filter(({ position }) => !without.includes(position));
  return foldRows(projection, events, () => undefined);
}
