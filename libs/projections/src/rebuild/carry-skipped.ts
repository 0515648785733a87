import type { ClientBase } from 'pg';
import type { Projection } from '#kernel';
import { SKIP_LOCK } from '../engine/locks.js';
import { PARKED_COLUMNS } from '../engine/parked-events.js';
import { READ_SCHEMA, SHADOW_SCHEMA, qualified } from '../tables/sql-names.js';

const CARRY_SQL = `insert into ${qualified(SHADOW_SCHEMA, 'parked_event')} (${PARKED_COLUMNS})
  select ${PARKED_COLUMNS} from ${qualified(READ_SCHEMA, 'parked_event')} as event
  where projection = $1 and status = 'skipped' and exists (
    select from ${qualified(READ_SCHEMA, 'projection_checkpoint')} as checkpoint
    where checkpoint.name = event.projection and checkpoint.version = $2)`;

/**
 * Events that were skipped for this version of a projection are left out of its rebuilt tables, too. Within the
 * transaction that creates these: until it is committed nobody skips any more, and after it those who want to see that
 * the projection is being rebuilt.
 */
export async function carrySkipped(client: ClientBase, projections: readonly Projection[]): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [SKIP_LOCK]);
  for (const { name, version } of projections) await client.query(CARRY_SQL, [name, version]);
}
