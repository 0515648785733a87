/** What a bench measured: Rapport's side, the side it is held against, and how they compare. */
export interface Figure {
  name: string;
  /** Rapport's median. */
  value: number;
  unit: string;
  /** The other side's median, in the same unit. */
  baseline: number;
  /** value / baseline: median of the ratios, run pair by run pair. */
  ratio: number;
  /** Whatever else was seen: every run, spread, memory. */
  [detail: string]: unknown;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
