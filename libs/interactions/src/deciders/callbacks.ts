import { Map } from 'immutable';
import { decider, RuleViolated } from '#kernel';
import type { CallbackCompleted, CallbackRequested } from '../events/index.js';

/** Call-backs of one customer by the source's id. */
type Callbacks = Map<string, 'open' | 'missed' | 'completed'>;

/** A call-back is requested once, missed at most once and completed at most once; also one that was missed, late. */
export const callbacks = decider<Callbacks>({
  decides: ['CallbackRequested', 'CallbackCompleted', 'CallbackMissed'],
  initialState: () => Map(),

  evolve(known, { type, data }) {
    const { callbackId } = data as CallbackCompleted;
    switch (type) {
      case 'CallbackRequested':
        return known.set(callbackId, 'open');
      case 'CallbackMissed':
        return known.set(callbackId, 'missed');
      case 'CallbackCompleted':
        return known.set(callbackId, 'completed');
      default:
        return known;
    }
  },

  decide(fact, known) {
    const { callbackId } = fact.data as CallbackCompleted;
    const state = known.get(callbackId);
    if (fact.type === 'CallbackRequested') {
      if (state !== undefined) refuse('requested-once', `call-back ${callbackId} was requested before`);
      checkWindow(fact.data as CallbackRequested);
      return [fact];
    }
    if (state === undefined) refuse('known-callback', `call-back ${callbackId} was never requested`);
    if (state === 'completed') refuse('completed-once', `call-back ${callbackId} was completed`);
    if (state === 'missed' && fact.type === 'CallbackMissed') {
      refuse('missed-once', `call-back ${callbackId} was missed before`);
    }
    return [fact];
  },
});

function checkWindow({ promisedAt, promisedUntil }: CallbackRequested): void {
  if (promisedUntil !== undefined && Date.parse(promisedUntil) < Date.parse(promisedAt)) {
    throw new RuleViolated({
      field: 'promisedUntil',
      rule: 'window-order',
      message: 'the window must not end before it begins',
    });
  }
}

function refuse(rule: string, message: string): never {
  throw new RuleViolated({ field: 'callbackId', rule, message });
}
