import type { Decider } from './decider.js';
import type { ClassOf } from './field-registry.js';
import type { Projection } from './projection.js';

/** What a domain lib brings into the ledger: its facts, the decisions about them, the read models made of them. */
export interface Domain {
  name: string;
  /** Classes marked with FactBody. */
  facts: readonly ClassOf[];
  deciders: readonly Decider<unknown>[];
  projections: readonly Projection[];
}
