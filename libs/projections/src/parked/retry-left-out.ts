import type { ClientBase } from 'pg';
import type { EventCodec, EventStore } from '#event-store';
import type { Projection } from '#kernel';
import { readPublished } from '../engine/begin-groups.js';
import { entryOf } from '../engine/entry-of.js';
import { parkEvents } from '../engine/parked-events.js';
import { BlockedRows } from '../fold/blocked-rows.js';
import { type LeftOut, ProjectionFold } from '../fold/projection-fold.js';
import { ClientStatements } from '../tables/client-statements.js';
import { READ_SCHEMA } from '../tables/sql-names.js';
import { LateFold } from './late-fold.js';
import { type LeftOutPage, leftOutPages } from './left-out-pages.js';
import { PARKED_TABLE } from './parked-rows.js';
import type { RetryOutcome } from './retry-outcome.js';
import { TouchesOfRetry } from './touches-of-retry.js';

export interface RetrySources {
  store: EventStore;
  codec: EventCodec;
}

const FORGET_APPLIED_SQL = `delete from ${PARKED_TABLE} where projection = $1 and position = any($2)`;

/**
 * Tries left-out events of a projection again, in the order of the log; all of them, or those of some streams. Within a
 * transaction in which nobody derives it: then everything that was published before one of them is known, and no row of
 * theirs changes.
 */
export async function retryLeftOut(
  client: ClientBase,
  sources: RetrySources,
  projection: Projection,
  streams: readonly string[] | undefined,
): Promise<RetryOutcome> {
  const { store, codec } = sources;
  const { name, reference } = projection;
  const statements = new ClientStatements(client);
  const published = await readPublished({ ...sources, projections: [projection] });
  const fold = new ProjectionFold(projection, reference && published.get(reference));
  const touchesOf = new TouchesOfRetry(fold);
  const lateFold = new LateFold(client, statements, fold, new BlockedRows());
  const outcome: RetryOutcome = { applied: 0, parked: 0, held: 0 };
  for await (const { records, stored } of leftOutPages(statements, store, name, streams)) {
    const entries = stored.map((event) => entryOf(event, codec));
    const leftOut = await lateFold.apply(touchesOf.of(entries, records));
    if (leftOut.length > 0) await parkEvents(statements, READ_SCHEMA, name, leftOut);
    const applied = appliedOf(records, leftOut);
    await client.query(FORGET_APPLIED_SQL, [name, applied]);
    outcome.applied += applied.length;
    for (const { status } of leftOut) outcome[status] += 1;
  }
  return outcome;
}

function appliedOf(records: LeftOutPage['records'], leftOut: readonly LeftOut[]): bigint[] {
  const missing = new Set(leftOut.map(({ entry }) => entry.position));
  return records.flatMap(({ position }) => (missing.has(position) ? [] : [position]));
}
