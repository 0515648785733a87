import { RapportError } from '#kernel';

/** A log is generated only where there is none, or where the same one was begun. */
export class LedgerNotEmpty extends RapportError {
  readonly code = 'ledger-not-empty';

  constructor(wanted: string, source: string) {
    super(
      `the ledger is not empty: its first event is of ${source}. A log is generated into an empty ledger, or goes on ` +
        `where the same events, customers and seed (${wanted}) were asked for before; take another RAPPORT_HOME`,
      { wanted, source },
    );
  }
}
