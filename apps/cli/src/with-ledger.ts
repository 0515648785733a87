import { Ledger, readConfiguration, untilAskedToStop } from '#assembly';
import { Unavailable } from '#kernel';
import { say } from './output.js';

/**
 * Opens the ledger for one command and closes it again, whatever happens. Throws Unavailable when the command was asked
 * to stop before it was done.
 */
export async function withLedger<T>(work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const asked = untilAskedToStop().then(() => stop.abort());
  const ledger = await Ledger.open(readConfiguration(process.env), {
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

/** The same, the read models first brought up to the head of the log. */
export function withReadModels<T>(work: (ledger: Ledger) => Promise<T>): Promise<T> {
  return withLedger(async (ledger) => {
    await ledger.projections.catchUp();
    return work(ledger);
  });
}
