/** Calls per second of `callers` that each call again as soon as they are answered, and their waiting in ms. */
export interface Rate {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

export async function rateOf(callers: number, ms: number, call: (caller: number) => Promise<unknown>): Promise<Rate> {
  const waits: number[] = [];
  const started = performance.now();
  const until = started + ms;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let at = performance.now(); at < until;) {
        await call(caller);
        const now = performance.now();
        waits.push(now - at);
        at = now;
      }
    }),
  );
  const seconds = (performance.now() - started) / 1_000;
  waits.sort((a, b) => a - b);
  const quantile = (q: number) => round(waits[Math.floor(waits.length * q)] ?? 0, 2);
  return { perSecond: Math.round(waits.length / seconds), p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? sorted[Math.floor(middle)]!
    : Math.round((sorted[middle - 1]! + sorted[middle]!) / 2);
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
