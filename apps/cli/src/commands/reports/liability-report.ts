import type { Command } from 'commander';
import { GetLiability, GetLiabilityHandler, type LiabilityReport, type ProgramLiability } from '#loyalty/queries';
import { EXIT } from '../../exit-codes.js';
import { instantOption } from '../../instant-option.js';
import { moneyText } from '../../money-text.js';
import { outputTo, table } from '../../output.js';
import type { Run } from '../../run.js';
import { withReadModels } from '../../with-ledger.js';

interface Options {
  asOf?: string;
  from?: string;
  program?: string;
  json?: true;
}

/** `report liability`: points outstanding of all customers, and what they are worth. */
export function liabilityReport(reports: Command, run: Run): void {
  reports
    .command('liability')
    .description('points outstanding by month of expiry, their worth, and how they came about')
    .option('--as-of <time>', 'a date (its end, UTC) or a date-time (RFC 3339); by default now')
    .option('--from <time>', 'movements behind this date or time; by default all')
    .option('--program <program>', 'one programme only')
    .option('--json', 'one JSON document')
    .action((options: Options) => run(() => liability(options)));
}

async function liability({ asOf, from, program, json }: Options): Promise<typeof EXIT.done> {
  const instant = asOf === undefined ? undefined : instantOption('--as-of', asOf);
  const since = from === undefined ? undefined : instantOption('--from', from);
  return withReadModels(async ({ readModels }) => {
    const query = new GetLiability(instant ?? new Date().toISOString(), since, program);
    const report = await new GetLiabilityHandler(readModels).execute(query);
    outputTo(process.stdout, { json: json ?? false }).answer(report, text);
    return EXIT.done;
  });
}

function text({ asOf, programs }: LiabilityReport): string {
  return programs.length === 0
    ? `no points as of ${asOf}`
    : programs.map((each) => programText(each, asOf)).join('\n\n');
}

function programText(
  { program, outstanding, byExpiry, movements, debt, value }: ProgramLiability,
  asOf: string,
): string {
  const worth = (minor: number | null): string => (value && minor !== null ? moneyText(minor, value.currency) : '-');
  return [
    `${program} as of ${asOf}: ${outstanding.points} points outstanding, liability ${worth(outstanding.liability)}`,
    '',
    table(
      ['can be used until', 'active', 'pending', 'expected', 'face value', 'liability'],
      [...byExpiry, { ...outstanding, month: 'in all' }].map((line) => [
        line.month ?? 'never ends',
        String(line.active),
        String(line.pending),
        String(line.expectedPoints),
        worth(line.faceValue),
        worth(line.liability),
      ]),
    ),
    '',
    table(
      ['movement', 'points'],
      Object.entries(movements).map(([name, points]) => [name, String(points)]),
    ),
    '',
    table(
      ['owed by customers', 'points'],
      Object.entries(debt).map(([name, points]) => [name, String(points)]),
    ),
  ].join('\n');
}
