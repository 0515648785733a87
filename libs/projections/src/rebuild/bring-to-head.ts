import type { EventStore } from '#event-store';
import type { ModelSchema } from '../tables/sql-names.js';
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
  store: EventStore,
  doTask: DoTask,
  tables: TablesBeside,
  signal: AbortSignal,
): Promise<void> {
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const head = await store.head();
    await doTask({ kind: 'derive', ...tables, to: head }, signal);
    signal.throwIfAborted();
    const further = (await store.head()) - head;
    if (further === 0n || (store.hasGaplessPositions && further <= SHORT_TAIL)) return;
  }
}
