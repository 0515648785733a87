import type { Decider, Policy } from './decider.js';
import type { ClassOf } from './field-registry.js';
import type { Projection } from './projection.js';

/** What a domain lib brings into the ledger: its facts, the decisions about them, the read models made of them. */
export interface Domain {
  name: string;
  /** Classes marked with FactBody. */
  facts: readonly ClassOf[];
  /** Classes marked with CommandBody: requests that a decider turns into facts. */
  commands?: readonly ClassOf[];
  deciders: readonly Decider<unknown>[];
  /** Facts that follow from others. */
  policies?: readonly Policy<unknown>[];
  projections: readonly Projection[];
}
