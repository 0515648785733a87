import type { Pool } from 'pg';
import type { EventCodec, EventStore } from '#event-store';
import { type Projection, NotFound } from '#kernel';
import { isDivided } from '../engine/slot.js';
import { describeEvent } from './describe-event.js';
import { findParkedEvent } from './find-parked-event.js';
import { heldBehind } from './held-behind.js';
import type { ParkedEventDetail } from './parked-event-detail.js';
import {
  PARKED_DETAIL_SQL,
  PARKED_EVENT_SQL,
  PARKED_TABLE,
  type ParkedDetailRow,
  type ParkedRow,
} from './parked-rows.js';
import { parkedEventOf } from './parked-rows.js';

/** Nobody reads more of them; the count goes on. */
const MAX_SHOWN = 100;
/** How many later ones are looked at. */
const MAX_LATER = 10_000;

const LATER_SQL = `select ${PARKED_DETAIL_SQL} from ${PARKED_TABLE}
  where projection = $1 and position > $2 and status <> 'skipped' and ($3::text is null or stream = $3)
  order by position limit ${MAX_LATER}`;

const SAME_STREAM_SQL = `select ${PARKED_EVENT_SQL} from ${PARKED_TABLE}
  where projection = $1 and stream = $2 and position <> $3 order by position limit ${MAX_SHOWN}`;

/** All that is known of a left-out event. Throws NotFound when the event at this position is not left out. */
export async function showParkedEvent(
  pool: Pool,
  { store, codec }: { store: EventStore; codec: EventCodec },
  projection: Projection,
  position: bigint,
): Promise<ParkedEventDetail> {
  const { name } = projection;
  const row = await findParkedEvent(pool, name, position);
  if (!row) throw new NotFound('parked event', `${name} at ${position}`);
  const later = await pool.query<ParkedDetailRow>(LATER_SQL, [
    name,
    position,
    isDivided(projection) ? row.stream : null,
  ]);
  const waiting = row.status === 'skipped' ? [] : heldBehind(row, later.rows);
  const sameStream = await pool.query<ParkedRow>(SAME_STREAM_SQL, [name, row.stream, position]);
  return {
    ...parkedEventOf(row),
    stack: row.stack,
    keys: row.keys,
    wholeStream: row.wholeStream,
    event: await describeEvent(store, codec, position),
    heldBehindCount: waiting.length,
    heldBehind: waiting.slice(0, MAX_SHOWN).map(parkedEventOf),
    sameStream: sameStream.rows.map(parkedEventOf),
  };
}
