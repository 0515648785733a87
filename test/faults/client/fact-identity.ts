import { customerIdOf, customerStream, eventIdOf } from '#kernel';
import type { PlannedFact, Way } from '../plan/operation.js';
import type { Plan } from '../plan/plan.js';

/** The source of facts that come as commands, and that of the harness's own CloudEvents. */
const API_SOURCE = 'urn:rapport:api';
export const TILL_SOURCE = 'urn:faults:till';

/** The id of the event that says the fact. */
export function eventIdOfFact({ key }: PlannedFact, way: Way): string {
  return eventIdOf(way === 'command' ? API_SOURCE : TILL_SOURCE, key);
}

/** The customer that the fact is about; one that is registered by it gets his id from its key. */
export function customerIdOfFact(fact: PlannedFact, plan: Plan): string {
  const registration = fact.type === 'CustomerRegistered' ? fact : plan.customers[fact.customer]!;
  return customerIdOf(API_SOURCE, registration.key);
}

export function streamOfFact(fact: PlannedFact, plan: Plan): string {
  return customerStream(customerIdOfFact(fact, plan));
}
