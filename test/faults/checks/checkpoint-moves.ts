import { cell, wholeCell } from './cell.js';
import type { Change, Check } from './evidence.js';

const CHECKPOINT = 'read.projection_checkpoint';

/** A change of a checkpoint. */
interface Move {
  /** The projection, and the partition where there are any. */
  name: string;
  from: bigint | undefined;
  to: bigint | undefined;
  /** Whether the projection begins anew, or its checkpoint goes. */
  isNewBeginning: boolean;
  /** Of the lease that it was moved under, where checkpoints say so. */
  epoch: bigint | undefined;
  version: string | undefined;
  session: string;
}

/** What is known of a checkpoint before a move. */
interface Known {
  last: Move;
  highestEpoch: bigint | undefined;
  /** Sessions that have moved it, and were followed by another. */
  followed: Set<string>;
  /** Where it was when it went the last time. */
  wasAt: { position: bigint | undefined; version: string | undefined } | undefined;
}

/**
 * No checkpoint was moved by two at once: each move starts where the last one ended and goes on, no move is under an
 * older lease than one before it, and, where checkpoints do not say the lease, nobody moves one again after another did.
 */
export const checkpointMoves: Check = ({ changes }) => {
  const known = new Map<string, Known>();
  return changes
    .filter(({ table }) => table === CHECKPOINT)
    .map(moveOf)
    .flatMap((move) => {
      const before = known.get(move.name);
      known.set(move.name, knownAfter(before, move));
      return before ? wrongWith(before, move) : [];
    });
};

function moveOf({ before, after, session }: Change): Move {
  const row = after ?? before;
  const partition = cell(row, 'partition');
  const name = cell(row, 'name') ?? 'without a name';
  return {
    name: partition === undefined ? name : `${name}/${partition}`,
    from: wholeCell(before, 'position'),
    to: wholeCell(after, 'position'),
    isNewBeginning: !before || !after || cell(before, 'version') !== cell(after, 'version'),
    epoch: wholeCell(after, 'epoch'),
    version: cell(row, 'version'),
    session,
  };
}

function knownAfter(before: Known | undefined, move: Move): Known {
  const followed = before?.followed ?? new Set<string>();
  if (before && before.last.session !== move.session) followed.add(before.last.session);
  // Tables that come in the place of others bring the epoch of the lease under which they were made.
  const own = move.isNewBeginning ? undefined : move.epoch;
  const wasAt = move.to === undefined ? { position: move.from, version: move.version } : before?.wasAt;
  return { last: move, highestEpoch: highest(before?.highestEpoch, own), followed, wasAt };
}

function wrongWith({ last, highestEpoch, followed, wasAt }: Known, move: Move): string[] {
  const { name, from, to, epoch, session } = move;
  const wrong: string[] = [];
  if (from !== last.to) wrong.push(`${name} moved from ${from}, but the last move ended at ${last.to}`);
  if (from === undefined && wasAt?.version === move.version && to! < wasAt!.position!) {
    wrong.push(`${name} was put back from ${wasAt!.position} to ${to}, with the tables that came in its place`);
  }
  if (move.isNewBeginning) return wrong;
  if (to! < from!) wrong.push(`${name} moved back from ${from} to ${to}`);
  if (epoch === undefined) {
    if (followed.has(session)) wrong.push(`${name} was moved by ${session} after another: its lease was held twice`);
  } else if (highestEpoch !== undefined && epoch < highestEpoch) {
    wrong.push(`${name} was moved under epoch ${epoch} after ${highestEpoch}: its lease was held twice`);
  }
  return wrong;
}

function highest(one: bigint | undefined, other: bigint | undefined): bigint | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one > other ? one : other;
}
