import type { Fact } from './event.js';

/**
 * A decision that needs the customer's history, as two pure functions over plain data: no clock, no random, no I/O.
 *
 * `evolve` is given every event of the stream, oldest first, in its current version, and ignores those it does not
 * know. `decide` answers with the facts to record, in the caller's own words when all is well, and throws
 * RuleViolated when the history does not allow them.
 */
export interface Decider<State> {
  /** The fact types that may only be recorded after this decision. */
  decides: readonly string[];
  initialState(): State;
  evolve(state: State, event: Fact): State;
  decide(fact: Fact, state: State): Fact[];
}
