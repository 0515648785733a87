import type { AnyReference, DatedFact, Decider, Fact, Memory, NewFact, Policy } from '#kernel';
import type { PublishedRules } from './published-rules.js';

/** What a stream says, as far as one `evolve` looks. */
export type Evolve = Memory<unknown>['evolve'];

/** Who decides which fact, and what follows from it. */
export class Decisions {
  private readonly deciderOf = new Map<string, Decider<unknown>>();

  constructor(
    deciders: readonly Decider<unknown>[],
    private readonly policies: readonly Policy<unknown>[],
  ) {
    for (const decider of deciders) {
      for (const type of decider.decides) {
        if (this.deciderOf.has(type)) throw new Error(`two deciders decide ${type}`);
        this.deciderOf.set(type, decider);
      }
    }
  }

  /** The published rules that any of them goes by. */
  get references(): Set<AnyReference> {
    const references = new Set<AnyReference>();
    for (const { reference } of [...this.deciderOf.values(), ...this.policies]) {
      if (reference) references.add(reference);
    }
    return references;
  }

  /** What has to be remembered of the stream to record the fact; nothing for a fact that is taken as it comes. */
  memoriesFor(fact: Fact, rules: PublishedRules): Memory<unknown>[] {
    const decider = this.deciderFor(fact);
    // A decider may answer with other facts, and rules may be published until then: what follows is known only later.
    if (decider) return [decider, ...this.policies];
    return this.policiesFor(fact, rules).length > 0 ? [...this.policies] : [];
  }

  /** What is recorded for the fact: what its decider answers, and behind each of these what follows from it. */
  decide(
    fact: DatedFact,
    stateOf: (memory: Memory<unknown>) => unknown,
    rules: PublishedRules,
    take: (decided: DatedFact | NewFact) => DatedFact,
  ): void {
    const decider = this.deciderFor(fact);
    const decided = decider ? decider.decide(fact, stateOf(decider), rules.of(decider.reference)) : [fact];
    if (decided.length === 0) throw new Error(`the decider of ${fact.type} must answer with at least one fact`);
    for (const each of decided) {
      const policies = this.policiesFor(each, rules).map((policy) => ({ policy, state: stateOf(policy) }));
      const taken = take(each);
      for (const { policy, state } of policies) {
        for (const next of policy.follow(taken, state, rules.of(policy.reference))) take(next);
      }
    }
  }

  private deciderFor(fact: Fact): Decider<unknown> | undefined {
    const decider = this.deciderOf.get(fact.type);
    return decider && (decider.when?.(fact) ?? true) ? decider : undefined;
  }

  private policiesFor(fact: Fact, rules: PublishedRules): Policy<unknown>[] {
    return this.policies.filter((policy) => policy.follows(fact, rules.of(policy.reference)));
  }
}
