import type pg from 'pg';
import type { Projection } from '#kernel';
import { READ_SCHEMA, qualified } from '../tables/sql-names.js';

export interface ProjectionStatus {
  name: string;
  /** The version that the tables are of. */
  version: number;
  /** The position up to which all is in the tables, but for parked and held events. */
  checkpoint: bigint;
  /** How far the log's head is ahead, in positions: events where the log has no gaps, else bytes of the log. */
  lag: bigint;
  /** Events that failed. */
  parked: number;
  /** Events held back because a row of theirs misses an earlier one. */
  held: number;
  /** Events that somebody said are to be left out. */
  skipped: number;
}

function countOf(status: string): string {
  return `(select count(*)::integer from ${qualified(READ_SCHEMA, 'parked_event')} as event
      where event.projection = checkpoint.name and event.status = '${status}') as ${status}`;
}

/** A projection is where the furthest behind of its partitions is. */
const STATUS_SQL = `select checkpoint.name, min(checkpoint.version) as version, min(checkpoint.position) as position,
    ${countOf('parked')}, ${countOf('held')}, ${countOf('skipped')}
  from ${qualified(READ_SCHEMA, 'projection_checkpoint')} as checkpoint where checkpoint.name = any($1)
  group by checkpoint.name`;

interface StatusRow {
  name: string;
  version: number;
  position: string;
  parked: number;
  held: number;
  skipped: number;
}

/** In the order of the projections; one that was never migrated is at 0. */
export async function readStatus(
  pool: pg.Pool,
  projections: readonly Projection[],
  head: bigint,
): Promise<ProjectionStatus[]> {
  const { rows } = await pool.query<StatusRow>(STATUS_SQL, [projections.map(({ name }) => name)]);
  const byName = new Map(rows.map((row) => [row.name, row]));
  return projections.map(({ name, version }) => {
    const row = byName.get(name);
    const checkpoint = BigInt(row?.position ?? 0);
    return {
      name,
      version: row?.version ?? version,
      checkpoint,
      lag: head > checkpoint ? head - checkpoint : 0n,
      parked: row?.parked ?? 0,
      held: row?.held ?? 0,
      skipped: row?.skipped ?? 0,
    };
  });
}
