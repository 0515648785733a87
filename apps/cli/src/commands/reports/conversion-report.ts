import type { Command } from 'commander';
import { factCatalogue } from '#assembly';
import { ValidationFailed } from '#kernel';
import { type FunnelBreakdown } from '#sales';
import { type ConversionReport, ReportConversion, ReportConversionHandler } from '#sales/queries';
import { EXIT } from '../../exit-codes.js';
import { outputTo, table } from '../../output.js';
import type { Run } from '../../run.js';
import { withReadModels } from '../../with-ledger.js';
import { asOfOption, countOption, figureText, periodOption, type ReportOptions, wordOption } from './report-options.js';

const BREAKDOWNS = ['source', 'origin', 'owner', 'month'] as const;
const ORDERS = ['ordered', 'any'] as const;
const DAY_MS = 86_400_000;

interface ConversionOptions extends ReportOptions {
  steps: string;
  days?: string;
  order: string;
}

/** `report conversion`: how many of those who entered a step came to the next ones. */
export function conversionReport(reports: Command, run: Run): void {
  reports
    .command('conversion')
    .description('how many customers come from one step to the next, and how fast')
    .requiredOption('--steps <steps>', 'stages or fact types, separated by commas: lead,customer')
    .option('--days <count>', 'days from the first step within which the others count; by default however many')
    .option('--order <order>', 'ordered, or any', 'ordered')
    .option('--by <group>', 'source, origin, owner, month, or fact.KIND')
    .option('--from <time>', 'entered the first step at this date or time or later')
    .option('--to <time>', 'entered the first step before this date or time')
    .option('--source <uri>', 'only customers whose first event this system reported')
    .option('--as-of <time>', 'a date (its end, UTC) or a date-time (RFC 3339); by default now')
    .option('--json', 'one JSON document')
    .action((options: ConversionOptions) => run(() => conversion(options)));
}

async function conversion(options: ConversionOptions): Promise<typeof EXIT.done> {
  const { days, source, json } = options;
  const question = {
    ...periodOption(options),
    steps: stepsOption(options.steps),
    windowMs: days === undefined ? null : countOption('--days', days) * DAY_MS,
    order: wordOption('--order', options.order, ORDERS),
    instant: asOfOption(options),
  };
  const query = new ReportConversion(question, source === undefined ? {} : { source }, breakdownOption(options.by));
  return withReadModels(async ({ readModels }) => {
    const report = await new ReportConversionHandler(readModels).execute(query);
    outputTo(process.stdout, { json: json ?? false }).answer(report, text);
    return EXIT.done;
  });
}

function stepsOption(text: string): string[] {
  const steps = text.split(',');
  const catalogue = factCatalogue();
  const unknown = steps.filter((step) => /^[A-Z]/.test(step) && !catalogue.find(step));
  const problems = unknown.map((step) => ({ rule: 'known-type', message: `unknown event type ${step}` }));
  if (steps.length < 2) problems.push({ rule: 'minItems', message: 'must name two steps at least' });
  if (problems.length > 0) throw new ValidationFailed(problems.map((each) => ({ field: '--steps', ...each })));
  return steps;
}

function breakdownOption(text: string | undefined): FunnelBreakdown | undefined {
  if (text === undefined) return undefined;
  if (/^fact\../.test(text)) return { by: 'fact', kind: text.slice('fact.'.length) };
  return { by: wordOption('--by', text, BREAKDOWNS) };
}

function text({ steps, open, groups, at }: ConversionReport): string {
  const rowOf = (group: string, each: ConversionReport['steps'][number]): string[] => [
    group,
    each.step,
    String(each.customers),
    figureText(each.percentOfFirst, ' %'),
    figureText(each.percentOfPrevious, ' %'),
    figureText(each.medianDays),
    figureText(each.meanDays),
  ];
  const rows = steps.map((step) => rowOf('', step));
  for (const { group, steps: own } of groups ?? [])
    rows.push(...own.map((step) => rowOf(group ?? '(not known)', step)));
  return [
    `up to ${at}; ${open} have not come to the last step but still have time to`,
    '',
    table(['', 'step', 'customers', 'of the first', 'of the one before', 'median days', 'mean days'], rows),
  ].join('\n');
}
