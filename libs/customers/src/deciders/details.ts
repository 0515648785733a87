import { decider, RuleViolated } from '#kernel';
import type { CustomerDetailsChanged } from '../events/index.js';

/** A change of details changes something: one that says nothing is a mistake of its sender. */
export const details = decider<undefined>({
  decides: ['CustomerDetailsChanged'],
  when: ({ data }) => saysNothing(data),
  initialState: () => undefined,
  evolve: (state) => state,

  decide(fact) {
    if (saysNothing(fact.data)) {
      throw new RuleViolated({ field: '', rule: 'not-empty', message: 'at least one detail must be given' });
    }
    return [fact];
  },
});

function saysNothing(changed: CustomerDetailsChanged): boolean {
  const { contactPoints = [], attributes = {}, ...plain } = changed;
  const said = Object.values(plain).some((value) => value !== undefined);
  return !said && contactPoints.length === 0 && Object.keys(attributes).length === 0;
}
