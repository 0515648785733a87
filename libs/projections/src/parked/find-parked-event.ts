import type { ClientBase, Pool } from 'pg';
import { PARKED_DETAIL_SQL, PARKED_TABLE, type ParkedDetailRow } from './parked-rows.js';

const FIND_SQL = `select ${PARKED_DETAIL_SQL} from ${PARKED_TABLE} where projection = $1 and position = $2`;

/** Undefined when the event at this position is not left out. */
export async function findParkedEvent(
  statements: ClientBase | Pool,
  projection: string,
  position: bigint,
): Promise<ParkedDetailRow | undefined> {
  return (await statements.query<ParkedDetailRow>(FIND_SQL, [projection, position])).rows[0];
}
