import type { Operation } from '../plan/operation.js';
import type { Plan } from '../plan/plan.js';
import { eventIdOfFact } from './fact-identity.js';
import type { History } from './history.js';

/** Up to `count` of a plan's requests all of whose facts were acknowledged, spread over the plan. */
export function whatToRepeat({ clients }: Plan, history: History, count: number): Operation[] {
  const acknowledged = clients.flat().filter(({ facts, way }) =>
    facts.every((fact) => {
      const heard = history.facts.get(eventIdOfFact(fact, way));
      return heard !== undefined && heard.acknowledgements.length > 0;
    }),
  );
  const step = Math.max(1, Math.floor(acknowledged.length / count));
  return acknowledged.filter((_, index) => index % step === 0).slice(0, count);
}
