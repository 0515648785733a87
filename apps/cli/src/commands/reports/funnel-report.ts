import type { Command } from 'commander';
import { type FunnelCounts, GetFunnelCounts, GetFunnelCountsHandler } from '#sales/queries';
import { EXIT } from '../../exit-codes.js';
import { outputTo, table } from '../../output.js';
import type { Run } from '../../run.js';
import { withReadModels } from '../../with-ledger.js';
import { asOfOption, type ReportOptions } from './report-options.js';

/** `report funnel`: how many customers are in each stage. */
export function funnelReport(reports: Command, run: Run): void {
  reports
    .command('funnel')
    .description('customers by stage')
    .option('--as-of <time>', 'a date (its end, UTC) or a date-time (RFC 3339); by default now')
    .option('--source <uri>', 'only customers whose first event this system reported')
    .option('--json', 'one JSON document')
    .action((options: ReportOptions) => run(() => funnel(options)));
}

async function funnel(options: ReportOptions): Promise<typeof EXIT.done> {
  const at = asOfOption(options);
  const { source, json } = options;
  return withReadModels(async ({ readModels }) => {
    const query = new GetFunnelCounts(at, source === undefined ? {} : { source });
    outputTo(process.stdout, { json: json ?? false }).answer(
      await new GetFunnelCountsHandler(readModels).execute(query),
      text,
    );
    return EXIT.done;
  });
}

function text({ at, customers, stages, rulesVersion }: FunnelCounts): string {
  const rows = stages.map((stage) => [stage.stage, String(stage.customers), stage.retired ? 'by earlier rules' : '']);
  return [
    `${customers} customers at ${at}, by version ${rulesVersion} of the funnel rules`,
    '',
    table(['stage', 'customers', ''], rows),
  ].join('\n');
}
