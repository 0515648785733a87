import type { Projection } from '#kernel';
import { PARTITIONS } from './partitions.js';

/** What one process at a time derives, with a checkpoint of its own: a partition of a projection, or all of it. */
export interface Slot {
  projection: Projection;
  /** 0 where the projection is not divided. */
  partition: number;
}

const POOL_LEASE = 'projections/';

export function isDivided({ scope }: Projection): boolean {
  return scope === 'stream';
}

/** Whether rows can be folded stream by stream and put together afterwards. */
export function isCombinable({ tables }: Projection): boolean {
  return tables.every((table) => table.combine !== undefined);
}

export function slotsOf(projection: Projection): Slot[] {
  const count = isDivided(projection) ? PARTITIONS : 1;
  return Array.from({ length: count }, (_, partition) => ({ projection, partition }));
}

export function slotId({ projection, partition }: Slot): string {
  return `${projection.name}/${partition}`;
}

/** The lease under which the slot is derived: one for each partition, and one for all that is not divided. */
export function leaseNameOf({ projection, partition }: Slot): string {
  return isDivided(projection) ? `${POOL_LEASE}${partition}` : `${POOL_LEASE}log`;
}

/** The leases that derive these projections, each once. */
export function leaseNamesOf(projections: readonly Projection[]): string[] {
  return [...new Set(projections.flatMap((projection) => slotsOf(projection).map(leaseNameOf)))];
}
