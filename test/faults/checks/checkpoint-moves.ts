import type { Change, Check } from './evidence.js';

const CHECKPOINT = 'read.projection_checkpoint';

interface Last {
  position: unknown;
  version: unknown;
  epoch: bigint | undefined;
  session: string;
  /** Sessions that have moved it, and were followed by another. */
  followed: Set<string>;
}

/**
 * No checkpoint was moved by two at once: each move starts where the last one ended and goes on, no move is under an
 * older lease than one before it, and, where checkpoints do not say the lease, nobody moves one again after another did.
 */
export const checkpointMoves: Check = ({ changes }) => {
  const last = new Map<string, Last>();
  return changes.filter(({ table }) => table === CHECKPOINT).flatMap((change) => wrongWith(change, last));
};

function wrongWith(change: Change, lasts: Map<string, Last>): string[] {
  const { before, after, session } = change;
  const row = after ?? before;
  if (!row) return [];
  const name = row['partition'] === undefined ? String(row['name']) : `${String(row['name'])}/${String(row['partition'])}`;
  const last = lasts.get(name);
  const epoch = after?.['epoch'] === undefined || after['epoch'] === null ? undefined : BigInt(String(after['epoch']));
  const wrong = last ? differences(name, change, last, epoch) : [];
  const followed = last?.followed ?? new Set<string>();
  if (last && last.session !== session) followed.add(last.session);
  lasts.set(name, {
    position: after?.['position'],
    version: after?.['version'],
    epoch: epoch ?? last?.epoch,
    session,
    followed,
  });
  return wrong;
}

function differences(name: string, change: Change, last: Last, epoch: bigint | undefined): string[] {
  const { before, after, session } = change;
  const wrong: string[] = [];
  if (String(before?.['position']) !== String(last.position)) {
    wrong.push(`${name} moved from ${String(before?.['position'])}, but the last move ended at ${String(last.position)}`);
  }
  // What is created anew begins anew.
  if (!before || !after || before['version'] !== after['version']) return wrong;
  if (BigInt(String(after['position'])) < BigInt(String(before['position']))) {
    wrong.push(`${name} moved back from ${String(before['position'])} to ${String(after['position'])}`);
  }
  if (epoch !== undefined && last.epoch !== undefined && epoch < last.epoch) {
    wrong.push(`${name} was moved under epoch ${epoch} after it had been under ${last.epoch}: its lease was held twice`);
  }
  if (epoch === undefined && last.followed.has(session)) {
    wrong.push(`${name} was moved by ${session} after another had followed it: its lease was held twice`);
  }
  return wrong;
}
