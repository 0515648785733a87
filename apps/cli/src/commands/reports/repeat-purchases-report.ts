import type { Command } from 'commander';
import { ValidationFailed, isDate } from '#kernel';
import { GetRepeatPurchasesHandler, GetRepeatPurchases, type RepeatPurchaseReport } from '#sales/queries';
import { EXIT } from '../../exit-codes.js';
import { outputTo, table } from '../../output.js';
import type { Run } from '../../run.js';
import { withReadModels } from '../../with-ledger.js';

interface RepeatPurchasesOptions {
  until: string;
  source?: string;
  json?: true;
}

/** `report repeat-purchases`: how often customers came back. */
export function repeatPurchasesReport(reports: Command, run: Run): void {
  reports
    .command('repeat-purchases')
    .description('customers by number of repeat purchase days')
    .requiredOption('--until <date>', 'last day that counts, YYYY-MM-DD')
    .option('--source <uri>', 'only purchases that this system reported')
    .option('--json', 'one JSON document')
    .action((options: RepeatPurchasesOptions) => run(() => repeatPurchases(options)));
}

async function repeatPurchases({ until, source, json }: RepeatPurchasesOptions): Promise<typeof EXIT.done> {
  if (!isDate(until)) {
    throw new ValidationFailed([{ field: '--until', rule: 'format', message: 'must be an existing date, YYYY-MM-DD' }]);
  }
  return withReadModels(async ({ readModels }) => {
    const report = await new GetRepeatPurchasesHandler(readModels).execute(new GetRepeatPurchases(until, source));
    outputTo(process.stdout, { json: json ?? false }).answer(report, text);
    return EXIT.done;
  });
}

function text({ until, customers, repeaters, repeatPurchases, bins }: RepeatPurchaseReport): string {
  const rows = bins.map((count, times) => [
    times === bins.length - 1 ? `${times} or more` : String(times),
    String(count),
  ]);
  return [
    `${customers} customers up to ${until}; ${repeaters} came back, ${repeatPurchases} times in all`,
    '',
    table(['repeat purchases', 'customers'], rows),
  ].join('\n');
}
