/** Calls per second of some callers that each call again as soon as they are answered, and their waiting in ms. */
export interface Rate {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** Calls once for each item; the callers take the next one in turn. */
export async function rateOf<T>(
  callers: number,
  items: readonly T[],
  call: (item: T) => Promise<unknown>,
): Promise<Rate> {
  const waits: number[] = [];
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: callers }, async () => {
      for (let at = performance.now(); next < items.length;) {
        const item = items[next]!;
        next += 1;
        await call(item);
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
