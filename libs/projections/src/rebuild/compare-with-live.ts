import type { Projection } from '#kernel';
import { CopySession } from '../tables/copy-session.js';
import { compareTables, type RowPair } from './compare-tables.js';
import { digestOf } from '../digest/projection-digest.js';
import { readSkipped } from '../engine/parked-events.js';
import { Runner } from '../engine/runner.js';
import { RunnerSession } from '../engine/runner-session.js';
import { slotId } from '../engine/slot.js';
import { sleep } from '../engine/sleep.js';
import { ProjectionVersionDiffers } from '../errors/projection-version-differs.js';
import { SHADOW_SCHEMA } from '../tables/sql-names.js';
import { requireConnected } from './do-task.js';
import { explainDifferences } from './explain-differences.js';
import { type LivePosition, withLockedCheckpoints } from './locked-checkpoints.js';
import type { LeaseInForce, RebuildSources } from './rebuild-options.js';
import { type Difference, MAX_DIFFERENCES, type ProjectionVerdict, type Verdict } from './verdict.js';

/** Partitions that several processes derive are seldom at one position while much is going on: they are waited for. */
const ALIGN_TRIES = 100;
const ALIGN_PAUSE_MS = 50;

/**
 * Compares the rebuilt tables with the live ones, both as of the same position. The live checkpoints are held still for
 * the moment in which the rebuilt tables are brought to the same place; what is compared then is a snapshot, beside
 * which everything goes on. Throws ProjectionVersionDiffers where the live tables are of another version: they have other
 * columns, or other figures for good reason.
 */
export async function compareWithLive(
  sources: RebuildSources,
  projections: readonly Projection[],
  lease: LeaseInForce,
  signal: AbortSignal,
): Promise<Verdict> {
  const { position, compared } = await compareAtOnePosition(sources, projections, lease, signal);
  const differences: Difference[] = [];
  // Folding what may be a long log once more: the snapshot is given up before.
  for (const { projection, pairs, skipped } of compared) {
    signal.throwIfAborted();
    const told = pairs.slice(0, Math.max(0, MAX_DIFFERENCES - differences.length));
    differences.push(...(await explainDifferences(sources, projection, told, position, skipped)));
  }
  return {
    position: String(position),
    projections: compared.map(({ verdict }) => verdict),
    differences: differences.slice(0, MAX_DIFFERENCES),
  };
}

/** What comparing a projection's rows came to, and what it takes to explain it. */
interface Compared {
  projection: Projection;
  verdict: ProjectionVerdict;
  pairs: readonly RowPair[];
  skipped: ReadonlySet<bigint>;
}

async function compareAtOnePosition(
  sources: RebuildSources,
  projections: readonly Projection[],
  lease: LeaseInForce,
  signal: AbortSignal,
): Promise<{ position: bigint; compared: Compared[] }> {
  const snapshot = await CopySession.open(sources.connectionString);
  try {
    const position = await alignedSnapshot(sources, projections, lease, snapshot, signal);
    const compared: Compared[] = [];
    for (const projection of projections) {
      signal.throwIfAborted();
      compared.push(await compareProjection(snapshot, projection));
    }
    return { position, compared };
  } finally {
    await snapshot.close();
  }
}

async function compareProjection(snapshot: CopySession, projection: Projection): Promise<Compared> {
  const { name, rows, digest } = await digestOf(snapshot, SHADOW_SCHEMA, projection);
  let differences = 0;
  const pairs: RowPair[] = [];
  for (const table of projection.tables) {
    const compared = await compareTables(snapshot, table, MAX_DIFFERENCES);
    differences += compared.count;
    pairs.push(...compared.pairs);
  }
  const skipped = await readSkipped(snapshot, SHADOW_SCHEMA, name);
  return { projection, verdict: { name, rows, digest, differences }, pairs, skipped };
}

/** Answers with the position, the lowest one where partitions could not be brought to one. */
async function alignedSnapshot(
  sources: RebuildSources,
  projections: readonly Projection[],
  lease: LeaseInForce,
  snapshot: CopySession,
  signal: AbortSignal,
): Promise<bigint> {
  const names = projections.map(({ name }) => name);
  for (let attempt = 1; ; attempt += 1) {
    const position = await withLockedCheckpoints(
      sources.connectionString,
      names,
      async (_client, live) => {
        requireSameVersions(projections, live);
        const positions = [...new Set(live.map((each) => each.position))];
        if (positions.length > 1 && attempt < ALIGN_TRIES) return undefined;
        await bringTo(sources, projections, lease, live, signal);
        await snapshot.client.query('begin isolation level repeatable read read only');
        // A snapshot is taken by the first statement.
        await snapshot.client.query('select 1');
        return positions.sort((a, b) => (a < b ? -1 : 1))[0] ?? 0n;
      },
      signal,
    );
    if (position !== undefined) return position;
    await sleep(ALIGN_PAUSE_MS, signal);
  }
}

function requireSameVersions(projections: readonly Projection[], live: readonly LivePosition[]): void {
  for (const { name, version } of projections) {
    if (live.some((each) => each.name === name && each.version !== version)) {
      throw new ProjectionVersionDiffers(name, version);
    }
  }
}

/** Brings each part of the rebuilt tables to where the live ones are. */
async function bringTo(
  sources: RebuildSources,
  projections: readonly Projection[],
  lease: LeaseInForce,
  live: readonly LivePosition[],
  signal: AbortSignal,
): Promise<void> {
  const positions = new Map(live.map(({ name, partition, position }) => [`${name}/${partition}`, position]));
  const session = await RunnerSession.open(sources.connectionString);
  try {
    for (const target of [...new Set(positions.values())].filter((position) => position > 0n)) {
      const leaseOf: Parameters<typeof Runner.begin>[2]['leaseOf'] = (slot) =>
        positions.get(slotId(slot)) === target ? lease : undefined;
      const runner = await Runner.begin(
        session,
        { ...sources, projections },
        { schema: SHADOW_SCHEMA, leaseOf },
        () => undefined,
      );
      await runner.catchUpTo(target, AbortSignal.any([signal, session.lost]));
      signal.throwIfAborted();
      requireConnected(session, signal);
    }
  } finally {
    await session.close();
  }
}
