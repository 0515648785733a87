import type { Command } from 'commander';
import {
  REFUSAL_DIMENSIONS,
  type RefusalDimension,
  type RefusalReport,
  ReportRefusals,
  ReportRefusalsHandler,
} from '#sales/queries';
import { EXIT } from '../../exit-codes.js';
import { outputTo, table } from '../../output.js';
import type { Run } from '../../run.js';
import { withReadModels } from '../../with-ledger.js';
import { periodOption, type ReportOptions, wordOption } from './report-options.js';

const DIMENSIONS = Object.keys(REFUSAL_DIMENSIONS) as RefusalDimension[];

/** `report refusals`: why customers said no, the most frequent first. */
export function refusalsReport(reports: Command, run: Run): void {
  reports
    .command('refusals')
    .description('why customers said no, as a Pareto table')
    .option('--by <dimension>', DIMENSIONS.join(', '), 'reason')
    .option('--from <time>', 'at this date or time or later')
    .option('--to <time>', 'before this date or time')
    .option('--source <uri>', 'only what this system reported')
    .option('--json', 'one JSON document')
    .action((options: ReportOptions) => run(() => refusals(options)));
}

async function refusals(options: ReportOptions): Promise<typeof EXIT.done> {
  const { by = 'reason', source, json } = options;
  const filter = { ...periodOption(options), ...(source === undefined ? {} : { source }) };
  const query = new ReportRefusals(filter, wordOption('--by', by, DIMENSIONS));
  return withReadModels(async ({ readModels }) => {
    const report = await new ReportRefusalsHandler(readModels).execute(query);
    outputTo(process.stdout, { json: json ?? false }).answer(report, text);
    return EXIT.done;
  });
}

function text({ by, n, items }: RefusalReport): string {
  const rows = items.map(({ value, count, share, cumulativeShare }) => [
    value ?? '(not known)',
    String(count),
    `${share} %`,
    `${cumulativeShare} %`,
  ]);
  return [`${n} refusals`, '', table([by, 'refusals', 'share', 'cumulative'], rows)].join('\n');
}
