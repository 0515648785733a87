import type { PlannedFault } from './fault.js';
import type { Operation } from './operation.js';
import type { Plan } from './plan.js';
import type { PlannedRebuild } from './rebuild.js';

/** A plan for people: a line for each fault and each request. */
export function planText({ seed, customers, clients, faults, rebuild }: Plan): string {
  const lines = [`seed ${seed}: ${customers.length} customers, ${clients.length} clients`];
  for (const fault of faults) lines.push(`  ${faultText(fault)}`);
  if (rebuild) lines.push(`  ${rebuildText(rebuild)}`);
  clients.forEach((operations, client) => {
    lines.push(`  client ${client}`);
    for (const operation of operations) lines.push(`    ${operationText(operation)}`);
  });
  return `${lines.join('\n')}\n`;
}

function faultText({ kind, atMs, forMs, process, byMs, share }: PlannedFault): string {
  const words = [`at ${atMs} ms ${kind}`];
  if (forMs > 0) words.push(`for ${forMs} ms`);
  if (byMs !== 0) words.push(`by ${byMs} ms`);
  if (kind === 'connections cut') words.push(`${Math.round(share * 100)} % of them`);
  words.push(`(process ${process})`);
  return words.join(' ');
}

function rebuildText({ atMs, api, verify }: PlannedRebuild): string {
  return `at ${atMs} ms read models rebuilt${verify ? ' and verified' : ''} (API ${api})`;
}

function operationText({ number, way, facts, api, pauseMs, insists, overlaps, repetition }: Operation): string {
  const [first] = facts;
  const what = facts.length === 1 ? `${first!.type} of customer ${first!.customer}` : `${facts.length} facts`;
  const words = [`${number}: after ${pauseMs} ms ${way} ${what} (${first!.key} …) to API ${api}`];
  if (!insists) words.push('once');
  if (overlaps) words.push('not waiting');
  if (repetition) {
    const { when, afterMs, order } = repetition;
    const inOrder = order.every((place, index) => place === index);
    words.push(`again ${when === 'late' ? `${afterMs} ms late` : when}${inOrder ? '' : ', in another order'}`);
  }
  return words.join(', ');
}
