import { Map } from 'immutable';
import { decider, RuleViolated } from '#kernel';
import type { DocumentIssued } from '../events/index.js';

/** Documents of one customer by the source's id. */
type Documents = Map<string, 'issued' | 'cancelled'>;

/** A document is issued once and cancelled at most once. */
export const documents = decider<Documents>({
  decides: ['DocumentIssued', 'DocumentCancelled'],
  initialState: () => Map(),

  evolve(state, { type, data }) {
    const { documentId } = data as DocumentIssued;
    if (type === 'DocumentIssued') return state.set(documentId, 'issued');
    return type === 'DocumentCancelled' ? state.set(documentId, 'cancelled') : state;
  },

  decide(fact, state) {
    const { documentId } = fact.data as DocumentIssued;
    const status = state.get(documentId);
    if (fact.type === 'DocumentIssued') {
      if (status) refuse('issued-once', `document ${documentId} was issued before`);
    } else if (status === undefined) {
      refuse('known-document', `the customer was given no document ${documentId}`);
    } else if (status === 'cancelled') {
      refuse('cancelled-once', `document ${documentId} was cancelled before`);
    }
    return [fact];
  },
});

function refuse(rule: string, message: string): never {
  throw new RuleViolated({ field: 'documentId', rule, message });
}
