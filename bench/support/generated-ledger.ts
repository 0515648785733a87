import { DOMAINS } from '#assembly';
import { generateLog, planLog, STARBUCKS_SIZE } from '#intake';
import type { BenchOptions } from '../bench-options.js';
import { withLedgerOn } from './ledger-on.js';
import { withScratchDatabase } from './scratch-database.js';
import { vacuum } from './vacuum.js';

/** Events that a bench's log is to have: as many as the Starbucks set comes to, unless it was told otherwise. */
export function eventsOf({ events, scale = 1 }: BenchOptions): number {
  return Math.ceil(events ?? STARBUCKS_SIZE.events * scale);
}

/** Runs work on a database with a generated log of so many events, from which nothing is derived yet. */
export function withGeneratedLedger<T>(
  serverUrl: string,
  events: number,
  work: (url: string) => Promise<T>,
): Promise<T> {
  return withScratchDatabase(serverUrl, async (url) => {
    await withLedgerOn(url, ({ store, codec, catalogue, reader }) =>
      generateLog({
        ...{ plan: planLog({ events }), store, codec, catalogue, reader },
        policies: DOMAINS.flatMap(({ policies = [] }) => policies),
      }),
    );
    await vacuum(url);
    return work(url);
  });
}
