import { PositionsUnusable } from '../../errors/positions-unusable.js';

/** A place in the server's log: where the event was prepared, and where that was committed. Both are byte offsets. */
export interface LogPosition {
  commit: bigint;
  prepare: bigint;
}

/** What the server answers where it does not know. */
const NOT_KNOWN = 0xffff_ffff_ffff_ffffn;

/** Read models carry positions in numbers, which are exact this far: a log of 8 PiB. */
const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

const NEEDED = 'EventStoreDB 22.6 or newer, or KurrentDB';

/**
 * The one number that stands for a position in the port. An event that was written outside of an explicit transaction is
 * prepared and committed at the same place, and only such events are in a ledger.
 * Throws PositionsUnusable for any other.
 */
export function portPosition({ commit, prepare }: LogPosition, stream: string, revision: number): bigint {
  if (commit === NOT_KNOWN || prepare === NOT_KNOWN) {
    throw new PositionsUnusable(stream, revision, `the server does not tell its position; it needs to be ${NEEDED}`);
  }
  if (commit !== prepare) {
    throw new PositionsUnusable(
      stream,
      revision,
      `it was prepared at ${prepare} and committed at ${commit}: explicit transactions cannot be read by a ledger`,
    );
  }
  if (commit > LARGEST) throw new PositionsUnusable(stream, revision, `position ${commit} is past ${LARGEST}`);
  return commit;
}

/** The way back: where the server has the event of a position. */
export function logPosition(position: bigint): LogPosition {
  return { commit: position, prepare: position };
}
