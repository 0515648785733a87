import type { JobContext } from '#jobs';
import type { Projection } from '#kernel';
import { RETIRED_SCHEMA, qualified } from '../tables/sql-names.js';
import { RebuildUnderWay } from '../errors/rebuild-under-way.js';
import { bringToHead } from './bring-to-head.js';
import { doTask } from './do-task.js';
import { NothingToRevert } from './errors/nothing-to-revert.js';
import type { RebuildParameters } from './rebuild-parameters.js';
import type { RevertResult } from './rebuild-result.js';
import type { RebuildRunOptions } from './rebuild-run.js';
import { createRebuild, readRebuild, setPhase } from './rebuild-state.js';
import { swapIn } from './swap-in.js';

/** Brings the tables back that a rebuild has retired: up to date first, then in the place of those that replaced them. */
export async function revert(options: RebuildRunOptions, context: JobContext): Promise<RevertResult> {
  const { database } = options;
  const { job, lease, signal } = context;
  const names = (job.parameters as RebuildParameters).projections;
  const known = await readRebuild(database);
  if (known && known.id !== job.id) throw new RebuildUnderWay(known.id);
  if (known?.phase !== 'swapped') {
    for (const name of names)
      await requireRetired(
        options,
        options.projections.find((each) => each.name === name)!,
      );
    if (!known) {
      await context.owned(async (client) => {
        await createRebuild(client, { id: job.id, way: 'log', bound: 0n }, []);
        await setPhase(client, job.id, 'catching-up');
      });
    }
    const tables = { schema: RETIRED_SCHEMA, names, lease } as const;
    await bringToHead(options, options.doTask ?? ((task, until) => doTask(options, task, until)), tables, signal);
    await swapIn(options, job.id, tables, signal);
  }
  const state = await readRebuild(database);
  return { reverted: names, seconds: Number((state?.seconds ?? 0).toFixed(3)), swapped: state?.phase === 'swapped' };
}

async function requireRetired({ database }: RebuildRunOptions, { name, version }: Projection): Promise<void> {
  const table = qualified(RETIRED_SCHEMA, 'projection_checkpoint');
  const [there] = await database.query<{ there: boolean }>(`select to_regclass($1) is not null as there`, [table]);
  const rows = there?.there
    ? await database.query<{ version: number }>(`select version from ${table} where name = $1 and partition = 0`, [
        name,
      ])
    : [];
  const [retired] = rows;
  if (!retired) throw new NothingToRevert(name, 'there are no tables from before a rebuild');
  if (retired.version === version) return;
  const why = `its old tables are of version ${retired.version}, which the program of that version can bring back`;
  throw new NothingToRevert(name, why);
}
