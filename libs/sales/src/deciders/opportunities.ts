import { Map } from 'immutable';
import { type DatedFact, decider, RuleViolated } from '#kernel';
import type { OpportunityOpened } from '../events/index.js';

interface Progress {
  opened: boolean;
  /** When it was won or lost, RFC 3339 in UTC. */
  closedAt?: string;
}

/** Opportunities of one customer by the source's id. */
type Opportunities = Map<string, Progress>;

const NEVER_SEEN: Progress = { opened: false };
const CLOSING: readonly string[] = ['OpportunityWon', 'OpportunityLost'];
const DECIDED: readonly string[] = ['OpportunityOpened', 'OpportunityAdvanced', ...CLOSING];

/**
 * An opportunity is opened once, and won or lost once. One that was never opened here may still be advanced, won or
 * lost: it may be older than the ledger. What happened before the closing may become known after it.
 */
export const opportunities = decider<Opportunities>({
  decides: DECIDED,
  initialState: () => Map(),

  evolve(state, fact) {
    if (!DECIDED.includes(fact.type)) return state;
    const id = opportunityOf(fact);
    return state.set(id, progressAfter(state.get(id) ?? NEVER_SEEN, fact));
  },

  decide(fact, state) {
    const id = opportunityOf(fact);
    const { opened, closedAt } = state.get(id) ?? NEVER_SEEN;
    if (fact.type === 'OpportunityOpened' && opened) refuse('opened-once', `opportunity ${id} was opened before`);
    if (closedAt === undefined) return [fact];
    if (CLOSING.includes(fact.type)) refuse('closed-once', `opportunity ${id} was won or lost on ${closedAt}`);
    if (fact.type === 'OpportunityAdvanced' && fact.occurredAt >= closedAt) {
      refuse('not-after-closing', `opportunity ${id} was won or lost on ${closedAt}`);
    }
    return [fact];
  },
});

function progressAfter(progress: Progress, fact: DatedFact): Progress {
  if (fact.type === 'OpportunityOpened') return { ...progress, opened: true };
  if (CLOSING.includes(fact.type)) return { ...progress, closedAt: fact.occurredAt };
  return progress;
}

function opportunityOf(fact: DatedFact): string {
  return (fact.data as OpportunityOpened).opportunityId;
}

function refuse(rule: string, message: string): never {
  throw new RuleViolated({ field: 'opportunityId', rule, message });
}
