import type { DatedFact } from './event.js';

/**
 * A decision that needs the customer's history, as pure functions over plain data: no clock, no random, no I/O.
 *
 * `evolve` is given every event of the stream, oldest first, in its current version, and ignores those it does not
 * know. `decide` throws RuleViolated when the history does not allow the fact, and else answers with the facts to
 * record: most often just the one it was asked about.
 */
export interface Decider<State> {
  /** The fact types that may only be recorded after this decision. */
  decides: readonly string[];
  initialState(): State;
  evolve(state: State, fact: DatedFact): State;
  decide(fact: DatedFact, state: State): DatedFact[];
}

/** Keeps a decider's own state type inside while domains list deciders of any state. */
export function decider<State>(definition: Decider<State>): Decider<unknown> {
  return definition;
}
