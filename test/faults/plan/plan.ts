import type { PlannedFault } from './fault.js';
import type { Operation, PlannedFact } from './operation.js';
import type { PlannedRebuild } from './rebuild.js';

/** All that is random in an episode, decided before it begins. */
export interface Plan {
  seed: number;
  /** Recorded before the first fault; the others are about these customers. */
  customers: readonly PlannedFact[];
  /** What each client sends, one after the other. */
  clients: readonly (readonly Operation[])[];
  faults: readonly PlannedFault[];
  /** Undefined in a seed without one. */
  rebuild: PlannedRebuild | undefined;
}
