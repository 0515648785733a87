import { Map } from 'immutable';
import { type DatedFact, decider, RuleViolated } from '#kernel';
import type { ServiceRequestFact } from '../events/index.js';

type Status = 'open' | 'resolved' | 'closed';

/** Service requests of one customer by the source's id. */
type Requests = Map<string, Status>;

interface Step {
  /** The statuses from which it may be taken; none for a request not yet known. */
  from: readonly Status[];
  /** Undefined for a step that leaves the status as it is. */
  to?: Status;
  rule: string;
}

const KNOWN: Step = { from: ['open', 'resolved', 'closed'], rule: 'known-request' };

const STEPS: Readonly<Record<string, Step>> = {
  ServiceRequestOpened: { from: [], to: 'open', rule: 'opened-once' },
  ServiceReactionRecorded: KNOWN,
  ServiceRequestHandedOver: KNOWN,
  ServiceRequestResolved: { from: ['open'], to: 'resolved', rule: 'resolve-open' },
  ServiceRequestReopened: { from: ['resolved', 'closed'], to: 'open', rule: 'reopen-resolved-or-closed' },
  ServiceRequestClosed: { from: ['open', 'resolved'], to: 'closed', rule: 'closed-once' },
};

/**
 * A service request is opened once; what is open can be resolved, what is open or resolved can be closed, and what is
 * resolved or closed can be reopened. Whatever its status, reactions and hand-overs of a known one may become known. The
 * order is that of recording: when each step happened in the world is free.
 */
export const serviceRequests = decider<Requests>({
  decides: Object.keys(STEPS),
  initialState: () => Map(),

  evolve(state, fact) {
    const to = STEPS[fact.type]?.to;
    return to ? state.set(requestOf(fact), to) : state;
  },

  decide(fact, state) {
    const id = requestOf(fact);
    const step = STEPS[fact.type]!;
    const status = state.get(id);
    if (status === undefined) {
      if (step.from.length > 0) refuse('known-request', `the customer has no service request ${id}`);
    } else if (!step.from.includes(status)) {
      refuse(step.rule, `service request ${id} is ${status}`);
    }
    return [fact];
  },
});

function requestOf(fact: DatedFact): string {
  return (fact.data as ServiceRequestFact).requestId;
}

function refuse(rule: string, message: string): never {
  throw new RuleViolated({ field: 'requestId', rule, message });
}
