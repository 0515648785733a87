import type { JobKind } from '#jobs';
import { RebuildRun, type RebuildRunOptions } from './rebuild-run.js';
import { forgetRebuild } from './rebuild-state.js';
import { dropShadow } from './shadow-tables.js';

export const REBUILD_JOB = 'rebuild';

/** The kind of job that builds read models anew. Its result is a RebuildResult. */
export function rebuildJob(options: RebuildRunOptions): JobKind {
  return {
    kind: REBUILD_JOB,
    run: (context) => new RebuildRun(options, context).toEnd(),
    async ended(client, { id }) {
      if (await forgetRebuild(client, id)) await dropShadow(client);
    },
  };
}
