import type { Change, Check } from './evidence.js';

const LEASE = 'work.lease';

/**
 * No lease was held twice: its epoch never falls and rises with every new owner, and nobody takes it from an owner whose
 * time has not run out and whose session lives.
 */
export const leases: Check = ({ changes }) => {
  const epochs = new Map<string, bigint>();
  return changes.filter(({ table }) => table === LEASE).flatMap((change) => wrongWith(change, epochs));
};

function wrongWith({ before, after, atMs, sessionLived }: Change, epochs: Map<string, bigint>): string[] {
  if (!after) return [`the lease ${String(before?.['name'])} was deleted, and its epoch with it`];
  const name = String(after['name']);
  const epoch = BigInt(String(after['epoch']));
  const highest = epochs.get(name);
  const wrong: string[] = [];
  if (highest !== undefined && epoch < highest) wrong.push(`the epoch of lease ${name} fell from ${highest} to ${epoch}`);
  epochs.set(name, highest === undefined || epoch > highest ? epoch : highest);
  const owner = before?.['owner'] ?? null;
  const next = after['owner'] ?? null;
  if (!before || next === null || owner === next) return wrong;
  if (epoch <= BigInt(String(before['epoch']))) wrong.push(`lease ${name} got another owner and kept epoch ${epoch}`);
  const runsUntilMs = Date.parse(String(before['expires_at']));
  if (owner !== null && runsUntilMs > atMs && sessionLived !== false) {
    wrong.push(`lease ${name} was taken ${runsUntilMs - atMs} ms before it ran out: it was held twice`);
  }
  return wrong;
}
