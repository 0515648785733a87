import { Dice } from './dice.js';
import { makeFaults } from './make-faults.js';
import { OperationMaker } from './make-operations.js';
import { makeRebuild } from './make-rebuild.js';
import type { Plan } from './plan.js';

const CUSTOMERS = 6;
const CLIENTS = 6;
const OPERATIONS_EACH = { from: 10, to: 16 };

/** The plan of a seed: always the same one. */
export function makePlan(seed: number): Plan {
  const dice = new Dice(seed);
  const maker = new OperationMaker(seed, CUSTOMERS, dice);
  const clients = Array.from({ length: CLIENTS }, () => {
    const length = dice.whole(OPERATIONS_EACH.from, OPERATIONS_EACH.to);
    return Array.from({ length }, () => maker.next());
  });
  return { seed, customers: maker.customers, clients, faults: makeFaults(dice), rebuild: makeRebuild(seed) };
}
