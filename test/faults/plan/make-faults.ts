import type { Dice } from './dice.js';
import { FAULT_KINDS, type FaultKind, type PlannedFault } from './fault.js';

/** How often a kind strikes, against the others. What takes seconds to heal is rarer. */
const WEIGHTS: Record<FaultKind, number> = {
  'process killed': 5,
  'database killed': 3,
  'database restarted': 2,
  'connections cut': 4,
  'connections slow': 2,
  'connections stalled': 2,
  'connections half open': 2,
  'answers lost': 3,
  'clock jumped': 4,
  'lease holder paused': 1.5,
  'process paused': 1,
  'log disk full': 2,
  'write-ahead log disk full': 1.5,
};

/** From and to, in milliseconds. A paused holder stays away for longer than a lease lives (5 s). */
const LASTING: Record<FaultKind, readonly [from: number, to: number]> = {
  'process killed': [0, 1_000],
  'database killed': [0, 800],
  'database restarted': [0, 500],
  'connections cut': [0, 0],
  'connections slow': [500, 2_000],
  'connections stalled': [500, 2_500],
  'connections half open': [500, 2_000],
  'answers lost': [100, 800],
  'clock jumped': [0, 0],
  'lease holder paused': [5_500, 6_500],
  'process paused': [500, 2_500],
  'log disk full': [500, 1_500],
  'write-ahead log disk full': [500, 1_000],
};

const FAULTS = { from: 3, to: 6 };
const UNTIL_MS = 3_500;
const JUMPS_MS = [1_000, 5_000, 60_000, 3_600_000, 86_400_000, 40 * 86_400_000];

/** Faults in the order in which they strike. */
export function makeFaults(dice: Dice): PlannedFault[] {
  const faults = Array.from({ length: dice.whole(FAULTS.from, FAULTS.to) }, () => makeFault(dice));
  return faults.sort((a, b) => a.atMs - b.atMs || FAULT_KINDS.indexOf(a.kind) - FAULT_KINDS.indexOf(b.kind));
}

function makeFault(dice: Dice): PlannedFault {
  const kind = dice.weighted(WEIGHTS);
  const jumpMs = dice.oneOf(JUMPS_MS) * (dice.happens(0.5) ? 1 : -1);
  const latencyMs = dice.whole(5, 60);
  return {
    kind,
    atMs: dice.whole(100, UNTIL_MS),
    forMs: dice.whole(...LASTING[kind]),
    process: dice.whole(0, 11),
    byMs: kind === 'clock jumped' ? jumpMs : kind === 'connections slow' ? latencyMs : 0,
    share: dice.happens(0.5) ? 1 : dice.share(),
  };
}
