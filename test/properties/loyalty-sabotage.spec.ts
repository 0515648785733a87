import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Broken } from './loyalty/demand.js';
import { checkWorld } from './loyalty/invariants.js';
import { SABOTAGES } from './loyalty/sabotages.js';
import { history } from './loyalty/steps.js';
import { World } from './loyalty/world.js';

/** At most so many histories are tried; the first that breaks a rule ends the search, and most do so among the first ten. */
const HISTORIES = 1_000;

describe('accounting that is wrong on purpose', () => {
  it.each(Object.entries(SABOTAGES))('%s: is caught', (_, sabotage) => {
    const { errorInstance } = fc.check(
      fc.property(history, (steps) => checkWorld(new World(sabotage).run(steps))),
      { numRuns: HISTORIES, seed: 7, endOnFailure: true },
    );
    expect(errorInstance).toBeInstanceOf(Broken);
  });
});
