import { Ledger } from '#assembly';
import type { FactToRecord } from '#intake';
import { logUrlOf } from './log-url.js';

const MOST_AT_ONCE = 5_000;

/** Runs work on a ledger over a database, in this process; projections run only when they are told to. */
export async function withLedgerOn<T>(databaseUrl: string, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await Ledger.open(
    {
      port: 0,
      home: '',
      databaseUrl,
      eventStoreUrl: logUrlOf(databaseUrl),
      logLevel: 'silent',
      host: '127.0.0.1',
      work: 'here',
    },
    { threads: 'rebuilds' },
  );
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

/** Records facts in their order, many at a time. Throws when one is refused. */
export async function recordAll({ recorder }: Ledger, facts: Iterable<FactToRecord>): Promise<void> {
  let batch: FactToRecord[] = [];
  const flush = async (): Promise<void> => {
    const outcomes = await recorder.recordMany(batch);
    const refused = outcomes.find(({ status }) => status === 'rejected');
    if (refused?.status === 'rejected') throw refused.reason;
    batch = [];
  };
  for (const fact of facts) {
    batch.push(fact);
    if (batch.length === MOST_AT_ONCE) await flush();
  }
  await flush();
}
