import { Ledger, readConfiguration, untilAskedToStop } from '#assembly';
import { Unavailable } from '#kernel';
import { say } from './output.js';
import { runRebuild } from './run-rebuild.js';

/**
 * Opens the ledger for one command and closes it again, whatever happens. Throws Unavailable when the command was asked
 * to stop before it was done.
 */
export async function withLedger<T>(work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const asked = untilAskedToStop().then(() => stop.abort());
  const ledger = await Ledger.open(readConfiguration(process.env), {
    threads: 'rebuilds',
    log: ({ level, message, error }) => {
      // Off a terminal only what is wrong is worth a line.
      if (level !== 'info' || process.stderr.isTTY)
        say(error instanceof Error ? `${message}: ${error.message}` : message);
    },
  });
  // What takes long is catching up, which ends when the projections are stopped; an import listens for itself.
  void asked.then(() => ledger.projections.stop());
  try {
    return await work(ledger);
  } catch (error) {
    const stopped = stop.signal.aborted && error instanceof Unavailable;
    throw stopped ? new Unavailable('stopped before it was done', 0, { cause: error }) : error;
  } finally {
    await ledger.close();
  }
}

/**
 * The same, the read models first brought up to the head of the log; those of an older version are built anew before.
 * Throws Unavailable when some are of a newer one.
 */
export function withReadModels<T>(work: (ledger: Ledger) => Promise<T>): Promise<T> {
  return withLedger(async (ledger) => {
    const older = ledger.projections.otherVersions.filter(({ version, there }) => there < version);
    if (older.length > 0) {
      await runRebuild(ledger, { projections: older.map(({ name }) => name) });
      await ledger.projections.lookAtVersions();
    }
    for (const { name } of ledger.projections.otherVersions) ledger.projections.requireServed(name);
    await ledger.projections.catchUp();
    return work(ledger);
  });
}
