import { Map } from 'immutable';
import { type DatedFact, decider, RuleViolated } from '#kernel';
import type { ContactPoint, ContactPointOf, CustomerDetails } from '../events/index.js';
import { contactPointKey } from '../rules/contact-point-key.js';

/** Contact points of one customer: in use, or retired. */
type ContactPoints = Map<string, 'used' | 'retired'>;

/**
 * Only a contact point that the customer has can be verified or retired. It is verified as often as one likes, since
 * numbers change hands; it is retired once, and then verified no more until it is added again.
 */
export const contactPoints = decider<ContactPoints>({
  decides: ['ContactPointVerified', 'ContactPointRetired'],
  initialState: () => Map(),

  evolve(known, { type, data }) {
    switch (type) {
      case 'CustomerRegistered':
      case 'CustomerDetailsChanged':
        return withPoints(known, (data as CustomerDetails).contactPoints ?? []);
      case 'ContactPointAdded':
        return withPoints(known, [data as ContactPoint]);
      case 'ContactPointRetired':
        return known.set(contactPointKey(data as ContactPointOf), 'retired');
      default:
        return known;
    }
  },

  decide(fact: DatedFact, known) {
    const point = fact.data as ContactPointOf;
    const state = known.get(contactPointKey(point));
    if (state === undefined) {
      throw new RuleViolated({
        field: 'value',
        rule: 'known-contact-point',
        message: `the customer has no ${point.kind} ${point.value}: add it first`,
      });
    }
    if (state === 'retired') {
      throw new RuleViolated({
        field: 'value',
        rule: fact.type === 'ContactPointRetired' ? 'retired-once' : 'not-retired',
        message: `${point.kind} ${point.value} is retired: add it again to take it back into use`,
      });
    }
    return [fact];
  },
});

function withPoints(known: ContactPoints, points: readonly ContactPoint[]): ContactPoints {
  return points.reduce((all, point) => all.set(contactPointKey(point), 'used'), known);
}
