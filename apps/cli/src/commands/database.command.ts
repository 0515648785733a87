import type { Command } from 'commander';
import { withLedger } from '../with-ledger.js';
import { EXIT } from '../exit-codes.js';
import type { Run } from '../run.js';

/** `database url`: for psql and BI tools. The database runs as long as something uses it. */
export function databaseCommand(program: Command, run: Run): void {
  program
    .command('database')
    .description('the database in use')
    .command('url')
    .description('its connection URL, for psql and BI tools')
    .action(() =>
      run(async () => {
        const url = await withLedger(({ databaseUrl }) => Promise.resolve(databaseUrl));
        process.stdout.write(`${url}\n`);
        return EXIT.done;
      }),
    );
}
