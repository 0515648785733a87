import { Set } from 'immutable';
import { decider, RuleViolated } from '#kernel';
import type { CommentAdded, FactRecorded } from '../events/index.js';

/** What names an event of the customer's history must name one that is there. */
export const knownEvents = decider<Set<string>>({
  decides: ['CommentAdded', 'FactRecorded'],
  when: (fact) => named(fact) !== undefined,
  initialState: () => Set(),
  evolve: (events, { id }) => events.add(id),

  decide(fact, events) {
    const [field, eventId] = named(fact) ?? [];
    if (eventId !== undefined && !events.has(eventId)) {
      throw new RuleViolated({
        field: field!,
        rule: 'known-event',
        message: `the customer’s history has no event ${eventId}`,
      });
    }
    return [fact];
  },
});

/** The field that names an event, and which it names. */
function named({ type, data }: { type: string; data: object }): [field: string, eventId: string] | undefined {
  if (type === 'CommentAdded') return ['onEvent', (data as CommentAdded).onEvent];
  const { extractedFrom } = data as FactRecorded;
  return extractedFrom === undefined ? undefined : ['extractedFrom', extractedFrom];
}
