import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkWorld } from './loyalty/invariants.js';
import { history } from './loyalty/steps.js';
import { World } from './loyalty/world.js';

/** How many histories are tried; many more by `RAPPORT_HISTORIES=10000`. */
const HISTORIES = Number(process.env['RAPPORT_HISTORIES'] ?? 600);

/** What must have happened in the histories, for the run to say anything. */
const KINDS = [
  'PointsEarned',
  'PointsRedeemed',
  'RedemptionRefunded',
  'PointsReversed',
  'PointsAdjusted',
  'PointsTransferred',
  'PointsExpired',
  'PointsDebtIncurred',
  'PointsDebtRepaid',
  'TierReached',
  'TierRetained',
  'TierLost',
];

describe('points over long random histories', () => {
  it(`are exact in each of ${HISTORIES} histories`, () => {
    const counts = new Map<string, number>();
    fc.assert(
      fc.property(history, (steps) => {
        const world = new World().run(steps);
        checkWorld(world);
        for (const { answer } of world.outcomes) {
          for (const { type } of typeof answer === 'string' ? [] : answer)
            counts.set(type, (counts.get(type) ?? 0) + 1);
        }
      }),
      { numRuns: HISTORIES },
    );
    expect([...counts.keys()]).toEqual(expect.arrayContaining(KINDS));
  });
});
