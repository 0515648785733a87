import {
  type DatedFact,
  type Decider,
  eventIdOf,
  type Memory,
  type NewFact,
  type Policy,
  type Reference,
  RuleViolated,
} from '#kernel';

type Evolve = Memory<unknown>['evolve'];

/** What a test changes in what is decided, to see whether anybody notices. */
export interface Sabotage {
  /** The state that a decision or policy is shown instead of the real one. */
  shown?(state: unknown, fact: DatedFact): unknown;
  /** What is recorded instead of what was decided. */
  said?(facts: readonly (DatedFact | NewFact)[], state: unknown, fact: DatedFact): readonly (DatedFact | NewFact)[];
}

export interface MemoryRecorderOptions {
  deciders: readonly Decider<unknown>[];
  policies: readonly Policy<unknown>[];
  /** Published rules as they stand now. */
  published: (reference: Reference<unknown>) => unknown;
  stream: string;
  sabotage?: Sabotage;
}

/**
 * One stream in memory, recorded to in the order in which the real recorder does it: decide, take each fact that was
 * decided, and behind each what policies say of it. A double of the way into the log, for deciders and policies that are
 * the real ones.
 */
export class MemoryRecorder {
  readonly events: DatedFact[] = [];
  private states = new Map<Evolve, unknown>();
  private readonly asked = new Set<string>();

  constructor(private readonly options: MemoryRecorderOptions) {
    for (const { evolve, initialState } of [...options.deciders, ...options.policies]) {
      if (!this.states.has(evolve)) this.states.set(evolve, initialState());
    }
  }

  stateOf<State>(memory: Memory<State>): State {
    return this.states.get(memory.evolve) as State;
  }

  /** The events that were recorded for a fact or command: none for one that was sent before. Throws RuleViolated. */
  record(offered: DatedFact, isCommand = false): DatedFact[] {
    if (this.asked.has(offered.id)) return [];
    const fact = { ...offered, stream: this.options.stream };
    const before = { states: new Map(this.states), length: this.events.length };
    try {
      this.decide(fact, isCommand);
      this.asked.add(fact.id);
      return this.events.slice(before.length);
    } catch (error) {
      this.states = before.states;
      this.events.length = before.length;
      throw error;
    }
  }

  /** The same, but for what is refused: the name of the broken rule. */
  attempt(offered: DatedFact, isCommand = false): DatedFact[] | string {
    try {
      return this.record(offered, isCommand);
    } catch (error) {
      if (error instanceof RuleViolated) return error.violations[0]!.rule;
      throw error;
    }
  }

  private decide(fact: DatedFact, isCommand: boolean): void {
    const decider = this.options.deciders.find(({ decides }) => decides.includes(fact.type));
    const needed = decider !== undefined && (decider.when?.(fact) ?? true);
    const decided = needed ? this.decidedBy(decider, fact) : [fact];
    let further = 0;
    let ownIsThere = false;
    const take = (next: DatedFact | NewFact): DatedFact => {
      const isOwn = !ownIsThere && (isCommand || ('id' in next && next.id === fact.id));
      if (isOwn) ownIsThere = true;
      const id = isOwn ? fact.id : eventIdOf('urn:rapport:decision', `${fact.id}#${(further += 1)}`);
      const taken = { id, type: next.type, data: next.data, occurredAt: next.occurredAt ?? fact.occurredAt };
      this.events.push(taken);
      for (const [evolve, state] of this.states) this.states.set(evolve, evolve(state, taken));
      return { ...taken, ...(isOwn ? fact : {}), type: next.type, data: next.data };
    };
    for (const each of decided) {
      const following = this.options.policies
        .filter((policy) => policy.follows(each, this.publishedFor(policy.reference)))
        .map((policy) => ({ policy, state: this.stateOf(policy) }));
      const taken = take(each);
      for (const { policy, state } of following) {
        const shown = this.shown(state, taken);
        const facts = policy.follow(taken, shown, this.publishedFor(policy.reference));
        for (const next of this.said(facts, state, taken)) take(next);
      }
    }
  }

  private decidedBy(decider: Decider<unknown>, fact: DatedFact): readonly (DatedFact | NewFact)[] {
    const state = this.stateOf(decider);
    const decided = decider.decide(fact, this.shown(state, fact), this.publishedFor(decider.reference));
    return this.said(decided, state, fact);
  }

  private shown(state: unknown, fact: DatedFact): unknown {
    return this.options.sabotage?.shown?.(state, fact) ?? state;
  }

  private said(facts: readonly (DatedFact | NewFact)[], state: unknown, fact: DatedFact) {
    return this.options.sabotage?.said?.(facts, state, fact) ?? facts;
  }

  private publishedFor(reference: Reference<unknown> | undefined): unknown {
    return reference === undefined ? undefined : this.options.published(reference);
  }
}
