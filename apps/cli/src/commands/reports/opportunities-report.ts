import type { Command } from 'commander';
import { type OpportunityFigures } from '#sales';
import {
  OPPORTUNITY_DIMENSIONS,
  type OpportunityDimension,
  type OpportunityReport,
  ReportOpportunities,
  ReportOpportunitiesHandler,
} from '#sales/queries';
import { EXIT } from '../../exit-codes.js';
import { moneyText } from '../../money-text.js';
import { outputTo, table } from '../../output.js';
import type { Run } from '../../run.js';
import { withReadModels } from '../../with-ledger.js';
import { figureText, periodOption, type ReportOptions, wordOption } from './report-options.js';

const DIMENSIONS = Object.keys(OPPORTUNITY_DIMENSIONS) as OpportunityDimension[];

/** `report opportunities`: win rates, revenue, days to close. */
export function opportunitiesReport(reports: Command, run: Run): void {
  reports
    .command('opportunities')
    .description('win rate, revenue and days to close')
    .option('--by <dimension>', DIMENSIONS.join(', '))
    .option('--from <time>', 'closed at this date or time or later')
    .option('--to <time>', 'closed before this date or time, open at it')
    .option('--source <uri>', 'only what this system reported')
    .option('--json', 'one JSON document')
    .action((options: ReportOptions) => run(() => opportunities(options)));
}

async function opportunities(options: ReportOptions): Promise<typeof EXIT.done> {
  const { by, source, json } = options;
  const filter = { ...periodOption(options), ...(source === undefined ? {} : { source }) };
  const query = new ReportOpportunities(filter, by === undefined ? undefined : wordOption('--by', by, DIMENSIONS));
  return withReadModels(async ({ readModels }) => {
    const report = await new ReportOpportunitiesHandler(readModels).execute(query);
    outputTo(process.stdout, { json: json ?? false }).answer(report, text);
    return EXIT.done;
  });
}

function text({ by, total, groups }: OpportunityReport): string {
  const rowOf = (name: string, figures: OpportunityFigures): string[] => [
    name,
    ...[figures.closed, figures.won, figures.lost, figures.open].map(String),
    figureText(figures.winRate, ' %'),
    figureText(figures.daysToClose.fromEngaged.mean),
    figureText(figures.daysToClose.fromOpened.mean),
    figureText(figures.daysToClose.fromLead.mean),
    Object.entries(figures.revenue)
      .map(([currency, amount]) =>
        amount === null ? `${currency} (too much to be told exactly)` : moneyText(amount, currency),
      )
      .join(', '),
  ];
  return table(
    [
      by ?? '',
      ...[
        'closed',
        'won',
        'lost',
        'open',
        'win rate',
        'mean days from engaging',
        'from opening',
        'from lead',
        'revenue',
      ],
    ],
    [...groups.map((group) => rowOf(group.value ?? '(not known)', group)), rowOf('in all', total)],
  );
}
