import type { ClientBase } from 'pg';
import { NotFound } from '#kernel';
import { SKIP_LOCK } from '../engine/locks.js';
import { RebuildUnderWay } from '../errors/rebuild-under-way.js';
import { SHADOW_SCHEMA, qualified } from '../tables/sql-names.js';
import { EventNotParked } from './errors/event-not-parked.js';
import { findParkedEvent } from './find-parked-event.js';
import { PARKED_TABLE } from './parked-rows.js';
import type { SkipRequest } from './skip-request.js';

const SHADOW_CHECKPOINT = qualified(SHADOW_SCHEMA, 'projection_checkpoint');
const HAS_SHADOW_SQL = `select where to_regclass('${SHADOW_CHECKPOINT}') is not null`;
const REBUILD_SQL = `select id from work.rebuild
  where exists (select from ${SHADOW_CHECKPOINT} as checkpoint where checkpoint.name = $1)`;

const SKIP_SQL = `update ${PARKED_TABLE}
  set status = 'skipped', skip_reason = $3, skipped_at = clock_timestamp(), skipped_by = $4
  where projection = $1 and position = $2`;

/**
 * Marks a parked event as skipped, within a transaction in which nobody derives the projection. It can throw:
 * - NotFound, when the event is not left out
 * - EventNotParked, when it did not fail
 * - RebuildUnderWay, when the projection is being rebuilt: the event may be in its rebuilt rows already
 */
export async function markSkipped(
  client: ClientBase,
  projection: string,
  position: bigint,
  { reason, by }: SkipRequest,
): Promise<{ stream: string }> {
  await client.query('select pg_advisory_xact_lock($1)', [SKIP_LOCK]);
  await refuseDuringRebuild(client, projection);
  const found = await findParkedEvent(client, projection, position);
  if (!found) throw new NotFound('parked event', `${projection} at ${position}`);
  if (found.status !== 'parked') throw new EventNotParked(projection, position, found.status);
  await client.query(SKIP_SQL, [projection, position, reason, by ?? null]);
  return found;
}

async function refuseDuringRebuild(client: ClientBase, projection: string): Promise<void> {
  if ((await client.query(HAS_SHADOW_SQL)).rowCount === 0) return;
  const { rows } = await client.query<{ id: string }>(REBUILD_SQL, [projection]);
  if (rows[0]) throw new RebuildUnderWay(rows[0].id);
}
