import { Dice } from './dice.js';
import type { PlannedRebuild } from './rebuild.js';

const UNTIL_MS = 3_000;
/** Sets its dice apart, so that whether there is a rebuild changes nothing else that a seed decides. */
const APART = 0x5e_ed_00_01;

/** In every other seed. */
export function makeRebuild(seed: number): PlannedRebuild | undefined {
  const dice = new Dice(seed ^ APART);
  if (!dice.happens(0.5)) return undefined;
  return { atMs: dice.whole(0, UNTIL_MS), api: dice.whole(0, 11), verify: dice.happens(0.5) };
}
