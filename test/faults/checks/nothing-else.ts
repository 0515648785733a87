import type { RecordedEvent } from '#kernel';
import type { Check } from './evidence.js';

const DECISION_SOURCE = 'urn:rapport:decision';
/** A version of programme or funnel rules may be published by the ledger itself; nothing of a customer may. */
const CUSTOMERS = /^customer-/;

/**
 * Nothing is in the log that no client has sent, and nothing twice: what was decided for a fact lies beside it, in one
 * piece, with each of its further events numbered once and without a gap.
 */
export const nothingElse: Check = ({ history, log }) => {
  const wrong: string[] = [];
  const runs = new Map<string, RecordedEvent[]>();
  for (const event of log) {
    if (!CUSTOMERS.test(event.stream)) continue;
    const cause = causeOf(event);
    const fact = history.facts.get(cause);
    if (!fact) wrong.push(`event ${event.id} (${event.type}, position ${event.position}) was sent by no client`);
    else if (fact.stream !== event.stream) wrong.push(`event ${event.id} of ${fact.fact.key} is in ${event.stream}`);
    const run = runs.get(cause);
    if (run) run.push(event);
    else runs.set(cause, [event]);
  }
  for (const [cause, run] of runs) {
    const [first] = run;
    const inOnePiece = run.every(({ revision }, index) => revision === first!.revision + index);
    const { key = cause } = history.facts.get(cause)?.fact ?? {};
    if (!inOnePiece) wrong.push(`the ${run.length} events of ${key} do not lie together: it was recorded twice`);
    if (run.filter(({ id }) => id === cause).length !== 1) wrong.push(`${key} has not one event of its own`);
  }
  return wrong;
};

/** The event of the fact because of which this one is there; itself, when it says a fact. */
function causeOf({ id, metadata: { source, sourceId } }: RecordedEvent): string {
  return source === DECISION_SOURCE ? sourceId.slice(0, sourceId.lastIndexOf('#')) : id;
}
