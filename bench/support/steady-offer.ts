import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Calls at a steady rate, whether earlier calls have been answered or not (an open loop): a slow answer makes nobody
 * wait. Ends when all are answered; how many there were, and by how much the latest call left too late.
 */
export async function offerSteadily(
  perSecond: number,
  seconds: number,
  call: (number: number) => Promise<void>,
): Promise<{ offered: number; latestMs: number }> {
  const total = Math.round(perSecond * seconds);
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const started = performance.now();
  let latestMs = 0;
  for (let number = 0; number < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - started) / 1_000) * perSecond) + 1);
    for (; number < due; number += 1) {
      latestMs = Math.max(latestMs, performance.now() - started - (number / perSecond) * 1_000);
      const work = call(number)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => underWay.delete(work));
      underWay.add(work);
    }
    if (failures.length > 0) throw failures[0];
    await sleep(1);
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
  return { offered: total, latestMs };
}
