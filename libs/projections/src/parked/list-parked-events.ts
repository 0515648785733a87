import type { Pool } from 'pg';
import { PARKED_EVENT_SQL, PARKED_TABLE, type ParkedRow, parkedEventOf } from './parked-rows.js';
import type { ParkedEvent, ParkedStatus } from './parked-event.js';
import type { ParkedPlace } from './parked-place.js';

/** What a list of parked events is asked for. */
export interface ParkedListing {
  /** Of one projection; of all without it. */
  projection?: string | undefined;
  status?: ParkedStatus | undefined;
  limit: number;
  after?: ParkedPlace | undefined;
}

const LIST_SQL = `select ${PARKED_EVENT_SQL} from ${PARKED_TABLE}
  where projection = any($1) and ($2::text is null or status = $2)
    and ($3::text is null or (projection, position) > ($3, $4::bigint))
  order by projection, position limit $5`;

/** In the order of projection and position; only of the projections named. */
export async function listParkedEvents(
  pool: Pool,
  projections: readonly string[],
  { status, limit, after }: Omit<ParkedListing, 'projection'>,
): Promise<ParkedEvent[]> {
  const values = [projections, status ?? null, after?.projection ?? null, after?.position ?? null, limit];
  return (await pool.query<ParkedRow>(LIST_SQL, values)).rows.map(parkedEventOf);
}
