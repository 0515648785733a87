import { cell, wholeCell } from './cell.js';
import type { Change, Check } from './evidence.js';

const LEASE = 'work.lease';

/** A change of a lease. */
interface Turn {
  name: string;
  epoch: bigint;
  /** Undefined for nobody. */
  owner: string | undefined;
  before: { epoch: bigint; owner: string | undefined; leftMs: number; sessionLived: boolean } | undefined;
}

/**
 * No lease was held twice: its epoch never falls and rises with every new owner, and nobody takes it from an owner whose
 * time has not run out and whose session lives.
 */
export const leases: Check = ({ changes }) => {
  const highestEpochs = new Map<string, bigint>();
  return changes
    .filter(({ table }) => table === LEASE)
    .flatMap((change) => {
      // Its next owner would begin with an old epoch again.
      if (!change.after) return [`the lease ${cell(change.before, 'name')} was deleted, and its epoch with it`];
      const turn = turnOf(change);
      const highest = highestEpochs.get(turn.name) ?? turn.epoch;
      highestEpochs.set(turn.name, turn.epoch > highest ? turn.epoch : highest);
      return wrongWith(turn, highest);
    });
};

function turnOf({ before, after, atMs, sessionLived }: Change): Turn {
  return {
    name: cell(after, 'name') ?? 'without a name',
    epoch: wholeCell(after, 'epoch') ?? 0n,
    owner: cell(after, 'owner'),
    before: before
      ? {
          epoch: wholeCell(before, 'epoch') ?? 0n,
          owner: cell(before, 'owner'),
          leftMs: Date.parse(cell(before, 'expires_at') ?? '') - atMs,
          // Where nobody can tell, it is taken to have lived.
          sessionLived: sessionLived ?? true,
        }
      : undefined,
  };
}

function wrongWith({ name, epoch, owner, before }: Turn, highestEpoch: bigint): string[] {
  const wrong: string[] = [];
  if (epoch < highestEpoch) wrong.push(`the epoch of lease ${name} fell from ${highestEpoch} to ${epoch}`);
  if (!before || owner === undefined || owner === before.owner) return wrong;
  if (epoch <= before.epoch) wrong.push(`lease ${name} got another owner and kept epoch ${epoch}`);
  if (before.owner !== undefined && before.leftMs > 0 && before.sessionLived) {
    wrong.push(`lease ${name} was taken ${before.leftMs} ms before it ran out: it was held twice`);
  }
  return wrong;
}
