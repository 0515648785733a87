import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 20;

/** Waits until it is so. Throws, saying what was waited for, when it is not within a minute. */
export async function eventually(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > giveUpAt) throw new Error(`not so within ${PATIENCE_MS} ms: ${what}`);
    await delay(LOOK_EVERY_MS);
  }
}
