import type { JobKind } from '#jobs';
import type { RebuildParameters } from './rebuild-parameters.js';
import { RebuildRun, type RebuildRunOptions } from './rebuild-run.js';
import { revert } from './revert-run.js';
import { forgetRebuild } from './rebuild-state.js';
import { dropShadow } from './shadow-tables.js';

export const REBUILD_JOB = 'rebuild';

/** The kind of job that builds read models anew. Its result is a RebuildResult, or a RevertResult. */
export function rebuildJob(options: RebuildRunOptions): JobKind {
  return {
    kind: REBUILD_JOB,
    run: (context) => {
      const { action } = context.job.parameters as RebuildParameters;
      return action === 'revert' ? revert(options, context) : new RebuildRun(options, context).toEnd();
    },
    async ended(client, { id }) {
      if (await forgetRebuild(client, id)) await dropShadow(client);
    },
  };
}
