import type { RecordedEvent } from '#kernel';
import type { Check } from './evidence.js';

interface Allocated {
  points: number;
  allocations?: { lotId: string; points: number }[];
}

/**
 * Points are never overspent: of no lot is more taken than it has, and each movement says where all of it came from.
 * Counted here from the events alone, by none of the code that decides.
 */
export const points: Check = ({ log }) => {
  const left = new Map<string, number>();
  const redemptions = new Set<string>();
  const wrong: string[] = [];
  for (const event of log) {
    if (event.type === 'PointsEarned') {
      const { lotId, points: earned } = event.data as { lotId: string; points: number };
      if (left.has(lotId)) wrong.push(`lot ${lotId} was earned twice`);
      left.set(lotId, earned);
    } else if (TAKING.has(event.type)) {
      wrong.push(...take(event, left, redemptions));
    }
  }
  return wrong;
};

const TAKING = new Set(['PointsRedeemed', 'PointsReversed', 'PointsDebtRepaid']);

function take({ type, id, data }: RecordedEvent, left: Map<string, number>, redemptions: Set<string>): string[] {
  const wrong: string[] = [];
  const { points: taken, allocations = [] } = data as Allocated;
  for (const { lotId, points: part } of allocations) {
    const rest = (left.get(lotId) ?? 0) - part;
    left.set(lotId, rest);
    if (rest < 0) wrong.push(`${type} ${id} takes ${-rest} points more than lot ${lotId} has`);
  }
  if (type !== 'PointsRedeemed') return wrong;
  const { redemptionId } = data as { redemptionId: string };
  if (redemptions.has(redemptionId)) wrong.push(`redemption ${redemptionId} was recorded twice`);
  redemptions.add(redemptionId);
  const sum = allocations.reduce((all, { points: part }) => all + part, 0);
  if (sum !== taken) wrong.push(`redemption ${redemptionId} of ${taken} points says where ${sum} came from`);
  return wrong;
}
