import type { ClientBase } from 'pg';
import { Unavailable } from '#kernel';
import { leaseHolds, type WorkDatabase } from '#work';
import { qualified } from '../tables/sql-names.js';
import type { TablesBeside } from './bring-to-head.js';
import { doTask } from './do-task.js';
import { withLockedCheckpoints } from './locked-checkpoints.js';
import type { LeaseInForce, RebuildSources } from './rebuild-options.js';
import { setPhase } from './rebuild-state.js';
import { prepareSwap, swapTables } from './swap-tables.js';

/**
 * Brings tables that are nearly at the head of the log there, and puts them in the place of the live ones, in one
 * transaction that holds the live checkpoints still. Does nothing when it was done before, or is another's to do.
 */
export async function swapIn(
  sources: RebuildSources & { database: WorkDatabase },
  rebuildId: string,
  tables: TablesBeside,
  signal: AbortSignal,
): Promise<void> {
  const { connectionString, store, database } = sources;
  const { schema, names, lease } = tables;
  await withLockedCheckpoints(
    connectionString,
    names,
    async (client) => {
      // Whoever was paused for long in this place may find it done.
      if (!(await mayYetSwap(client, rebuildId, lease))) return;
      // Nobody derives the live ones further meanwhile, so that what comes in is nowhere behind what goes.
      const head = await store.head();
      await doTask(sources, { kind: 'derive', ...tables, to: head }, signal);
      signal.throwIfAborted();
      await requireAt(database, tables, head);
      await swapTables(client, schema, names);
      await setPhase(client, rebuildId, 'swapped');
    },
    signal,
    (client) => prepareSwap(client, schema, names),
  );
}

async function mayYetSwap(client: ClientBase, id: string, { name, epoch }: LeaseInForce): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from work.rebuild where id = $1 and phase = 'catching-up'
     and ${leaseHolds('$2::text', '$3::bigint')} for update`,
    [id, name, epoch],
  );
  return rowCount === 1;
}

/** Deriving ends quietly when a connection is lost: then it is not where it should be. */
async function requireAt(database: WorkDatabase, { schema, names }: TablesBeside, position: bigint): Promise<void> {
  const rows = await database.query<{ position: string }>(
    `select distinct position from ${qualified(schema, 'projection_checkpoint')} where name = any($1)`,
    [names],
  );
  if (rows.length > 0 && rows.every((row) => BigInt(row.position) === position)) return;
  throw new Unavailable('the tables could not be brought to the head of the log');
}
