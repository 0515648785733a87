import { Ledger, readConfiguration } from '#assembly';
import { say } from './output.js';

/** Opens the ledger for one command and closes it again, whatever happens. */
export async function withLedger<T>(work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await Ledger.open(readConfiguration(process.env), {
    log: ({ level, message, error }) => {
      // Off a terminal only what is wrong is worth a line.
      if (level !== 'info' || process.stderr.isTTY)
        say(error instanceof Error ? `${message}: ${error.message}` : message);
    },
  });
  try {
    return await work(ledger);
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
