import { meanOf } from './average.js';
import type { StageStay } from './funnel-journey.js';
import { daysOf, type FunnelUnit, isWithin, type Span } from './funnel-unit.js';
import { medianSurvival, survivalCurve } from './kaplan-meier.js';

/** One stay of one customer in the stage that is asked about. */
export interface Spell {
  unit: FunnelUnit;
  stay: StageStay;
  /** The stage that he left for; null: he is still there. */
  leftFor: string | null;
  /** How long until he left, or until the instant that is asked about; milliseconds. */
  lengthMs: number;
}

export interface TimeInStage {
  /** Stays that began in the period. */
  entries: number;
  /** Those of them that have ended. */
  exits: number;
  /** Those that still last; they count as lasting at least until now. */
  open: number;
  /** By Kaplan and Meier; null when fewer than half are known to have ended. */
  medianDays: number | null;
  /** Mean of those that have ended, and of these alone: the longer ones are missing from it. */
  meanClosedDays: number | null;
}

/** A customer's stays in a stage, those that began within a span; `instant` is RFC 3339 in UTC. */
export function spellsIn(unit: FunnelUnit, stage: string, span: Span, instant: string): Spell[] {
  return unit.stays.flatMap((stay, index) => {
    if (stay.stage !== stage) return [];
    const enteredMs = Date.parse(stay.enteredAt);
    if (!isWithin(span, enteredMs)) return [];
    const lengthMs = Date.parse(stay.leftAt ?? instant) - enteredMs;
    return [{ unit, stay, leftFor: unit.stays[index + 1]?.stage ?? null, lengthMs }];
  });
}

export function timeInStage(spells: readonly Pick<Spell, 'lengthMs' | 'leftFor'>[]): TimeInStage {
  const ended = spells.filter(({ leftFor }) => leftFor !== null);
  const curve = survivalCurve(spells.map(({ lengthMs, leftFor }) => ({ length: lengthMs, ended: leftFor !== null })));
  const median = medianSurvival(curve);
  const mean = meanOf(ended.map(({ lengthMs }) => lengthMs));
  return {
    entries: spells.length,
    exits: ended.length,
    open: spells.length - ended.length,
    medianDays: median === null ? null : daysOf(median),
    meanClosedDays: mean === null ? null : daysOf(mean),
  };
}
