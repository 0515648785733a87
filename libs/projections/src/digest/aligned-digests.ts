import { Unavailable, type Projection } from '#kernel';
import { readCheckpoints } from '../engine/checkpoints.js';
import { slotId, slotsOf } from '../engine/slot.js';
import { CopySession } from '../tables/copy-session.js';
import { READ_SCHEMA } from '../tables/sql-names.js';
import { type ProjectionDigest, digestOf } from './projection-digest.js';

/** Digests of the rows of projections that are all at one position of the log. */
export interface AlignedDigests {
  position: string;
  projections: ProjectionDigest[];
}

/** Partitions that several processes derive are seldom at one position while much is going on. */
const TRIES = 100;
const PAUSE_MS = 100;

/** Throws Unavailable when the projections do not come to one position within ten seconds. */
export async function alignedDigests(
  connectionString: string,
  projections: readonly Projection[],
): Promise<AlignedDigests> {
  const session = await CopySession.open(connectionString);
  try {
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      await session.client.query('begin isolation level repeatable read read only');
      const checkpoints = await readCheckpoints(session, READ_SCHEMA, projections);
      const positions = new Set(
        projections.flatMap((each) => slotsOf(each).map((slot) => checkpoints.get(slotId(slot))?.position ?? 0n)),
      );
      if (positions.size <= 1) {
        const digests: ProjectionDigest[] = [];
        for (const projection of projections) digests.push(await digestOf(session, READ_SCHEMA, projection));
        return { position: String([...positions][0] ?? 0n), projections: digests };
      }
      await session.client.query('rollback');
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    throw new Unavailable('the projections are not at one position: too much is being recorded; ask again', 10);
  } finally {
    await session.close();
  }
}
