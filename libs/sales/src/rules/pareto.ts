import { percentOf } from '#kernel';

export interface ParetoItem {
  /** null: not known. */
  value: string | null;
  count: number;
  /** Per cent of all, two decimals. */
  share: number;
  /** Per cent of all that this item and those before it have together, two decimals. */
  cumulativeShare: number;
}

/** Counts as a Pareto table: the most frequent first, by name where they are equal, what is not known last of those. */
export function pareto(counts: readonly { value: string | null; count: number }[]): ParetoItem[] {
  const whole = counts.reduce((sum, { count }) => sum + count, 0);
  const sorted = counts
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || Number(a.value === null) - Number(b.value === null) || inOrder(a, b));
  let upToHere = 0;
  return sorted.map(({ value, count }) => {
    upToHere += count;
    return { value, count, share: percentOf(count, whole)!, cumulativeShare: percentOf(upToHere, whole)! };
  });
}

/** By code point, the same on every machine. */
function inOrder(a: { value: string | null }, b: { value: string | null }): number {
  return (a.value ?? '') < (b.value ?? '') ? -1 : 1;
}
