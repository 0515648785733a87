import type { Allocation } from '../events/allocation.js';

/** Points of a lot that may be taken. */
export interface Available {
  lotId: string;
  available: number;
}

/** So many points out of the lots in the order given; fewer, when there are not so many. */
export function allocate(lots: Iterable<Available>, points: number): Allocation[] {
  const allocations: Allocation[] = [];
  let missing = points;
  for (const { lotId, available } of lots) {
    if (missing <= 0) break;
    const taken = Math.min(missing, available);
    if (taken <= 0) continue;
    allocations.push({ lotId, points: taken });
    missing -= taken;
  }
  return allocations;
}

export function pointsOf(parts: readonly { points: number }[]): number {
  return parts.reduce((sum, { points }) => sum + points, 0);
}
