import type { Command } from 'commander';
import { ValidationFailed } from '#kernel';
import type { RebuildResult, RevertResult } from '#projections';
import { EXIT, type ExitCode } from '../../exit-codes.js';
import { outputTo, table } from '../../output.js';
import type { Run } from '../../run.js';
import { runRebuild } from '../../run-rebuild.js';
import { withLedger } from '../../with-ledger.js';
import { differencesTable } from './differences-table.js';
import { rebuildCustomer } from './rebuild-customer.js';

interface Options {
  all?: true;
  verify?: true;
  allowDifferences?: true;
  revert?: true;
  discardOld?: true;
  customer?: string;
  json?: true;
}

/** `projections rebuild`: built anew beside the live tables, then swapped. */
export function rebuildProjections(projections: Command, run: Run): void {
  projections
    .command('rebuild [names...]')
    .description('build read models anew from position 0, beside the live ones, and swap them')
    .option('--all', 'every projection')
    .option('--verify', 'compare with the live tables first, and leave those where a row differs')
    .option('--allow-differences', 'with --verify: swap though rows differ')
    .option('--revert', 'bring back the tables of before the last rebuild')
    .option('--discard-old', 'drop the tables of before the last rebuild')
    .option('--customer <ref>', 'mend the rows of one customer, in the live tables')
    .option('--json', 'one JSON document')
    .action((names: string[], options: Options) => run(() => rebuild(names, options)));
}

async function rebuild(names: readonly string[], options: Options): Promise<ExitCode> {
  const { all, verify, allowDifferences, revert, discardOld, customer, json = false } = options;
  if (discardOld) return discard(json);
  if (names.length === 0 && !all && customer === undefined) refuse('give names of projections, or --all');
  if (names.length > 0 && all) refuse('give names of projections or --all, not both');
  return withLedger(async (ledger) => {
    const projections = all || names.length === 0 ? undefined : names;
    if (customer !== undefined) return rebuildCustomer(ledger, customer, projections, json);
    const request = { projections, verify, allowDifferences, revert };
    const result = await runRebuild(ledger, request);
    outputTo(process.stdout, { json }).answer(result, (each) =>
      'reverted' in each ? revertText(each) : resultText(each),
    );
    return result.swapped ? EXIT.done : EXIT.found;
  });
}

async function discard(json: boolean): Promise<ExitCode> {
  return withLedger(async (ledger) => {
    await ledger.rebuilds.discardRetired();
    outputTo(process.stdout, { json }).answer(
      { discarded: true },
      () => 'the tables of before the last rebuild are gone',
    );
    return EXIT.done;
  });
}

function refuse(message: string): never {
  throw new ValidationFailed([{ field: 'names', rule: 'required', message }]);
}

function resultText(result: RebuildResult): string {
  const { events, seconds, eventsPerSecond, limitedBy, swapped, projections, differences } = result;
  const head = `${events} events in ${seconds} s, ${eventsPerSecond} events/s, limited by ${limitedBy}; ${
    swapped ? 'the rebuilt tables are in place' : 'rows differ, so that the live tables were left as they are'
  }`;
  const rows = table(
    ['projection', 'rows', 'differences', 'digest'],
    projections.map(({ name, rows: count, differences: found, digest }) => [
      name,
      count === null ? '' : String(count),
      found === null ? '' : String(found),
      digest ?? '',
    ]),
  );
  return [head, rows, ...(differences.length > 0 ? [differencesTable(differences)] : [])].join('\n\n');
}

function revertText({ reverted, seconds }: RevertResult): string {
  return `brought back in ${seconds} s, up to date: ${reverted.join(', ')}`;
}
