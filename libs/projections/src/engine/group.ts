import { PARTITIONS, partitionOf } from './partitions.js';
import type { ProjectionRun } from './projection-run.js';
import { isDivided } from './slot.js';

/** Projections, or partitions of them, at one position: the log is read and decoded once for all of them. */
export class Group {
  readonly runs: ProjectionRun[] = [];

  constructor(public position: bigint) {}

  /** Takes in a run at the same position; partitions of one projection become one run. */
  join(run: ProjectionRun): void {
    const at = this.runs.findIndex(({ projection }) => projection === run.projection);
    const known = this.runs[at];
    if (!known) {
      this.runs.push(run);
      return;
    }
    known.blocked.absorb(run.blocked);
    this.runs[at] = { ...known, ...ownership([...known.slots, ...run.slots]) };
  }
}

/** These slots, of projections that are all divided or all are not, and which streams they own. */
export function ownership(slots: ProjectionRun['slots']): Pick<ProjectionRun, 'slots' | 'owns'> {
  if (!isDivided(slots[0]!.projection)) return { slots, owns: () => true };
  const partitions = new Set(slots.map(({ partition }) => partition));
  if (partitions.size === PARTITIONS) return { slots, owns: () => true };
  return { slots, owns: (stream) => partitions.has(partitionOf(stream)) };
}
