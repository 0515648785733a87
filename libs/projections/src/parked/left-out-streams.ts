import type { Pool } from 'pg';
import { PARKED_TABLE } from './parked-rows.js';

const STREAMS_SQL = `select stream, count(*)::integer as events from ${PARKED_TABLE}
  where projection = $1 and status <> 'skipped' group by stream order by min(position)`;

/** Streams with events that wait to be tried again, and how many each has. */
export async function leftOutStreams(pool: Pool, projection: string): Promise<{ stream: string; events: number }[]> {
  return (await pool.query<{ stream: string; events: number }>(STREAMS_SQL, [projection])).rows;
}
