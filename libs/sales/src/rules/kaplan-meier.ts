/** How long something lasted; or, when it still lasts, how long it has so far. */
export interface Duration {
  /** In any unit, not negative. */
  length: number;
  ended: boolean;
}

/** The share of all that last longer than `length`, at each length at which one ended. */
export interface SurvivalPoint {
  length: number;
  /** How many had lasted so long, those that are known to last longer included. */
  atRisk: number;
  ended: number;
  survival: number;
}

/**
 * The product-limit estimate of how many last how long. What still lasts is counted as lasting at least until now: to
 * leave it out, or to take its age for its length, would make everything look shorter than it is.
 *
 * S(t) = product over lengths l <= t at which d(l) ended, of 1 - d(l) / n(l), n(l) being those that had not ended before
 * l; what was last seen at l counts as lasting longer. Kaplan and Meier, Nonparametric Estimation from Incomplete
 * Observations, Journal of the American Statistical Association 53 (1958), 457-481.
 */
export function survivalCurve(durations: readonly Duration[]): SurvivalPoint[] {
  const sorted = [...durations].sort((a, b) => a.length - b.length);
  const curve: SurvivalPoint[] = [];
  let survival = 1;
  for (let first = 0, next = 0; first < sorted.length; first = next) {
    const { length } = sorted[first]!;
    let ended = 0;
    while (next < sorted.length && sorted[next]!.length === length) ended += Number(sorted[next++]!.ended);
    if (ended === 0) continue;
    const atRisk = sorted.length - first;
    survival *= 1 - ended / atRisk;
    curve.push({ length, atRisk, ended, survival });
  }
  return curve;
}

/** Products of fractions are off by less than this. */
const ROUNDING = 1e-9;

/** The shortest length by which half have ended: the first with S <= 0.5; null when the curve does not come down so far. */
export function medianSurvival(curve: readonly SurvivalPoint[]): number | null {
  return curve.find(({ survival }) => survival <= 0.5 + ROUNDING)?.length ?? null;
}
