import { setTimeout as delay } from 'node:timers/promises';
import type { EmbeddedDatabase } from '#embedded-database';
import type { EngineLogLine } from '#projections';

const LOOK_EVERY_MS = 500;

/**
 * Looks now and then whether the embedded database still runs, and starts it again when it was killed: appends and
 * subscriptions wait that long by themselves. The answer ends the watch.
 */
export function keepRunning(database: EmbeddedDatabase, log: (line: EngineLogLine) => void): () => Promise<void> {
  const stopping = new AbortController();
  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()));
  const watch = (async () => {
    while (!stopping.signal.aborted) {
      await Promise.race([delay(LOOK_EVERY_MS, undefined, { ref: false }), stopped]);
      if (!stopping.signal.aborted) await reviveOnce(database, log);
    }
  })();
  return () => {
    stopping.abort();
    return watch;
  };
}

async function reviveOnce(database: EmbeddedDatabase, log: (line: EngineLogLine) => void): Promise<void> {
  try {
    if (await database.revive()) log({ level: 'warn', message: 'PostgreSQL had died and was started again' });
  } catch (error) {
    log({ level: 'error', message: 'PostgreSQL has died and does not start again', error });
  }
}
