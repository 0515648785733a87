import { expect } from '@jest/globals';
import { type ClassOf, type DatedFact, type Decider, eventIdOf, type NewFact, RuleViolated } from '#kernel';

/** A fact for specifications: by default said by an event of its own and happening at noon of 1 March 2026. */
export function fact<Body extends object>(
  type: ClassOf<Body>,
  data: Body,
  { id, occurredAt = '2026-03-01T12:00:00.000Z' }: { id?: string; occurredAt?: string } = {},
): DatedFact {
  return { type: type.name, data, id: id ?? eventIdOf('urn:spec', JSON.stringify([type.name, data])), occurredAt };
}

/**
 * given(decider, what happened).when(a fact is to be recorded).then(facts) or .thenRefused(rule, field). Published rules,
 * where the decider goes by any, are by default those that hold before anything is published.
 */
export function given<State, Published>(
  decider: Decider<State, Published>,
  history: readonly DatedFact[],
  published = decider.reference?.initialState(),
) {
  return {
    when(offered: DatedFact) {
      const decide = (): readonly (DatedFact | NewFact)[] =>
        decider.decide(offered, stateAfter(decider, history), published as Published);
      return {
        then(expected: readonly (DatedFact | NewFact)[]): void {
          expect(decider.decides).toContain(offered.type);
          expect(decide()).toEqual(expected);
        },
        thenRecorded(): void {
          this.then([offered]);
        },
        thenRefused(rule: string, field: string): void {
          expect(refusalOf(decide)).toMatchObject({ rule, field });
        },
      };
    },
  };
}

function stateAfter<State, Published>(decider: Decider<State, Published>, history: readonly DatedFact[]): State {
  return history.reduce((state, event) => decider.evolve(state, event), decider.initialState());
}

function refusalOf(decide: () => unknown): unknown {
  try {
    decide();
  } catch (error) {
    if (error instanceof RuleViolated) return error.violations[0];
    throw error;
  }
  throw new Error('nothing was refused');
}
