import { Set } from 'immutable';
import { decider, RuleViolated } from '#kernel';
import type { FeedbackActedOn, FeedbackReceived } from '../events/index.js';
import { feedbackReference } from '../feedback-reference.js';

/** References of one customer's feedback. */
type Feedback = Set<string>;

/** A feedback is received once, and only on a known one can anything be done. */
export const feedback = decider<Feedback>({
  decides: ['FeedbackReceived', 'FeedbackActedOn'],
  when: ({ type, data }) => type === 'FeedbackActedOn' || (data as FeedbackReceived).feedbackId !== undefined,
  initialState: () => Set(),

  evolve(state, { id, type, data }) {
    return type === 'FeedbackReceived' ? state.add(feedbackReference(id, data)) : state;
  },

  decide(fact, state) {
    if (fact.type === 'FeedbackReceived') {
      const reference = feedbackReference(fact.id, fact.data);
      if (state.has(reference)) refuse('received-once', `feedback ${reference} was recorded before`);
    } else {
      const { feedbackId } = fact.data as FeedbackActedOn;
      if (!state.has(feedbackId)) refuse('known-feedback', `the customer gave no feedback ${feedbackId}`);
    }
    return [fact];
  },
});

function refuse(rule: string, message: string): never {
  throw new RuleViolated({ field: 'feedbackId', rule, message });
}
