/** A customer bought something on a day (YYYY-MM-DD). */
export interface PurchaseDay {
  customerId: string;
  day: string;
}

/** Bins 0, 1, … 6 and 7 or more. */
const LAST_BIN = 7;

/**
 * Repeat purchases of each customer up to and with `until`: the days on which he bought, without the first one.
 * Purchases of one day count as one, as in the literature on buy-till-you-die models (Fader, Hardie and Lee, 2005).
 * Customers who first bought after `until` are left out.
 */
export function repeatPurchases(purchases: Iterable<PurchaseDay>, until: string): Map<string, number> {
  const days = new Map<string, Set<string>>();
  for (const { customerId, day } of purchases) {
    if (day > until) continue;
    const known = days.get(customerId);
    if (known) known.add(day);
    else days.set(customerId, new Set([day]));
  }
  return new Map([...days].map(([customerId, { size }]) => [customerId, size - 1]));
}

/** How many customers have 0, 1, … 6 and 7 or more repeat purchases: eight numbers. */
export function repeatFrequencyBins(repeats: Iterable<number>): number[] {
  const bins = new Array<number>(LAST_BIN + 1).fill(0);
  for (const count of repeats) bins[Math.min(count, LAST_BIN)]! += 1;
  return bins;
}
