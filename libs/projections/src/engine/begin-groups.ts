import { ReferenceReader } from '#event-store';
import type { AnyReference, Projection, ReferenceTimeline } from '#kernel';
import { ProjectionFold } from '../fold/projection-fold.js';
import { BlockedRows } from '../fold/blocked-rows.js';
import type { ModelSchema } from '../tables/sql-names.js';
import { TableRows } from '../tables/table-rows.js';
import { type LeasedSlot, readCheckpoints } from './checkpoints.js';
import type { DeriveOptions } from './engine-options.js';
import { Group, ownership } from './group.js';
import { readBlockedRows, readSkipped } from './parked-events.js';
import type { RunnerSession } from './runner-session.js';
import { type Slot, slotId, slotsOf } from './slot.js';

/** Tables to derive, and the leases that allow it. */
export interface DerivedPlace {
  schema: ModelSchema;
  /** Undefined for what is not this process's to derive. */
  leaseOf: (slot: Slot) => LeasedSlot['lease'] | undefined;
}

/**
 * What the leases allow to derive, as the checkpoints say, furthest behind first. Leaves out projections that the
 * database has in another version. Throws when a checkpoint is where the log has no event.
 */
export async function beginGroups(
  session: RunnerSession,
  options: DeriveOptions,
  place: DerivedPlace,
): Promise<Group[]> {
  const { schema } = place;
  const checkpoints = await readCheckpoints(session, schema, options.projections);
  const published = await readPublished(options);
  const groups = new Map<bigint, Group>();
  for (const projection of options.projections) {
    const { name, reference } = projection;
    const slots = leasedSlots(projection, place);
    if (slots.length === 0) continue;
    const versions = new Set(slots.map((slot) => checkpoints.get(slotId(slot))?.version));
    if (versions.size !== 1 || !versions.has(projection.version)) {
      options.log?.({ level: 'error', message: leftOut(projection, versions) });
      continue;
    }
    const skipped = await readSkipped(session, schema, name);
    const fold = new ProjectionFold(projection, reference && published.get(reference), skipped);
    const tables = projection.tables.map((table) => new TableRows(schema, table));
    for (const slot of slots) {
      const { position, generation } = checkpoints.get(slotId(slot))!;
      if (!groups.has(position)) await requireEventAt(position, projection, options);
      const group = groups.get(position) ?? new Group(position);
      groups.set(position, group);
      const known = group.runs.some((run) => run.projection === projection);
      const blocked = known ? new BlockedRows() : await readBlockedRows(session, schema, name);
      group.join({ schema, projection, fold, tables, blocked, ...ownership([{ ...slot, generation }]) });
    }
  }
  return [...groups.values()].sort((a, b) => (a.position < b.position ? -1 : 1));
}

async function requireEventAt(position: bigint, { name }: Projection, { store }: DeriveOptions): Promise<void> {
  if (position === 0n || (await store.hasEventAt(position))) return;
  throw new Error(
    `projection ${name} is at ${position}, where this log (head ${await store.head()}) has no event: it was made of ` +
      'another log; drop the schema "read" of DATABASE_URL, and all read models are derived from this one',
  );
}

function leasedSlots(projection: Projection, { leaseOf }: DerivedPlace): Omit<LeasedSlot, 'generation'>[] {
  return slotsOf(projection).flatMap((slot) => {
    const lease = leaseOf(slot);
    return lease ? [{ ...slot, lease }] : [];
  });
}

function leftOut({ name, version }: Projection, there: ReadonlySet<number | undefined>): string {
  const found = [...there].map((each) => (each === undefined ? 'nothing' : `version ${each}`)).join(' and ');
  return `projection ${name} version ${version} is left out: ${found} is there`;
}

/** What the projections' references say as of now; a fold looks at no more of it than came before each event. */
export async function readPublished({
  projections,
  store,
  codec,
}: DeriveOptions): Promise<Map<AnyReference, ReferenceTimeline>> {
  const timelines = new Map<AnyReference, ReferenceTimeline>();
  for (const { reference } of projections) {
    if (!reference || timelines.has(reference)) continue;
    const reader = new ReferenceReader(reference, store, codec);
    await reader.read();
    timelines.set(reference, reader.timeline);
  }
  return timelines;
}
