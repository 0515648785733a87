import type { EventStore } from '#event-store';
import type { WorkDatabase } from '#work';
import { type ModelSchema, qualified } from '../tables/sql-names.js';
import type { DoTask, LeaseInForce } from './rebuild-options.js';

/** Fewer events than this may be applied while the live checkpoints are held still. */
const SHORT_TAIL = 500n;
/** Where events come as fast as they are applied, the tail never gets short: then it is as long as it is. */
const MAX_ROUNDS = 20;

/** Tables that are brought up to date while others are read. */
export interface TablesBeside {
  schema: Exclude<ModelSchema, 'read'>;
  names: readonly string[];
  lease: LeaseInForce;
}

/** Brings tables to the head of the log, in rounds, until what is left is short. */
export async function bringToHead(
  { store, database }: { store: EventStore; database: WorkDatabase },
  doTask: DoTask,
  tables: TablesBeside,
  signal: AbortSignal,
): Promise<void> {
  let at = await lowestPosition(database, tables);
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const head = await store.head();
    if (isShort(store, head - at)) return;
    await doTask({ kind: 'derive', ...tables, to: head }, signal);
    signal.throwIfAborted();
    at = head;
  }
}

/** Whether that little is left to the swap, which waits for nothing then but its own locks. */
function isShort({ hasGaplessPositions }: EventStore, further: bigint): boolean {
  return further === 0n || (hasGaplessPositions && further <= SHORT_TAIL);
}

async function lowestPosition(database: WorkDatabase, { schema, names }: TablesBeside): Promise<bigint> {
  const [row] = await database.query<{ position: string }>(
    `select coalesce(min(position), 0)::text as position from ${qualified(schema, 'projection_checkpoint')}
     where name = any($1)`,
    [names],
  );
  return BigInt(row!.position);
}
