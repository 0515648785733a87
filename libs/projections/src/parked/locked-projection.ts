import type { ClientBase } from 'pg';
import type { Projection } from '#kernel';
import { RAISE_GENERATION_SQL } from '../engine/checkpoints.js';
import { slotsOf } from '../engine/slot.js';
import { withLockedCheckpoints } from '../rebuild/locked-checkpoints.js';
import { READ_SCHEMA, qualified } from '../tables/sql-names.js';
import { ProjectionVersionDiffers } from '../errors/projection-version-differs.js';

const VERSIONS_SQL = `select version from ${qualified(READ_SCHEMA, 'projection_checkpoint')}
  where name = $1 for update`;

/**
 * Mends the rows of a projection in a transaction in which nobody derives it; those who do begin anew after it, since what
 * they remember of the rows may be wrong by then. Throws ProjectionVersionDiffers when the tables are not this program's.
 */
export function withLockedProjection<T>(
  connectionString: string,
  projection: Projection,
  work: (client: ClientBase) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const { name, version } = projection;
  return withLockedCheckpoints(
    connectionString,
    [name],
    async (client) => {
      // Checkpoints that were exchanged while these were waited for are seen by a further statement only.
      const { rows } = await client.query<{ version: number }>(VERSIONS_SQL, [name]);
      if (rows.length !== slotsOf(projection).length || rows.some((row) => row.version !== version)) {
        throw new ProjectionVersionDiffers(name, version);
      }
      const answer = await work(client);
      await client.query(RAISE_GENERATION_SQL, [name]);
      return answer;
    },
    signal,
  );
}
