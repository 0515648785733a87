import type { DatedFact, Fact } from './event.js';
import type { Reference } from './reference.js';

/**
 * A fact that a decision or a policy adds. It gets an id of its own, derived from the id of the fact that it follows
 * from, and names that as its cause.
 */
export interface NewFact<Data extends object = object> extends Fact<Data> {
  /** RFC 3339 in UTC; by default when the fact happened that it follows from. */
  occurredAt?: string;
}

/** What is remembered of a stream to decide by. Deciders and policies that name the same `evolve` share one state. */
export interface Memory<State> {
  initialState(this: void): State;
  /**
   * Given every event of the stream, oldest first, in its current version; ignores those it does not know. Pure: must
   * not change `state` in place.
   */
  evolve(this: void, state: State, fact: DatedFact): State;
}

/**
 * A decision that needs the stream's history, as pure functions over plain data: no clock, no random, no I/O.
 *
 * `decide` throws RuleViolated when the history does not allow the fact, and else answers with what to record. For a
 * fact that is, most often alone, the fact itself; for a command, the facts that it leads to, and at least one.
 */
export interface Decider<State, Published = unknown> extends Memory<State> {
  /** The facts and commands that may only be recorded after this decision. */
  decides: readonly string[];
  /** Whether a fact of these types needs the decision; by default each does. */
  when?(fact: Fact): boolean;
  /** The published rules that it goes by. */
  reference?: Reference<Published>;
  decide(fact: DatedFact, state: State, published: Published): readonly (DatedFact | NewFact)[];
}

/**
 * What follows from a fact by the ledger's own rules, whoever recorded it: pure like a decision, and appended with the
 * fact, all or nothing, so that the one is never there without the other. A policy refuses nothing. It speaks when a fact
 * is recorded and never again: replaying or rebuilding reads what it said then.
 */
export interface Policy<State, Published = unknown> extends Memory<State> {
  name: string;
  reference?: Reference<Published>;
  /** Whether anything may follow from such a fact; when not, the stream need not be read for it. */
  follows(fact: Fact, published: Published): boolean;
  /** `state` is the stream's before the fact. */
  follow(fact: DatedFact, state: State, published: Published): readonly NewFact[];
}

/** Keeps a decider's own types inside while domains list deciders of any state. */
export function decider<State, Published = unknown>(definition: Decider<State, Published>): Decider<unknown> {
  return definition;
}

/** Keeps a policy's own types inside while domains list policies of any state. */
export function policy<State, Published = unknown>(definition: Policy<State, Published>): Policy<unknown> {
  return definition;
}
