import type { Command } from 'commander';
import type { SkipRequest, SkipResult } from '#projections';
import { EXIT, type ExitCode } from '../../../exit-codes.js';
import { outputTo } from '../../../output.js';
import type { Run } from '../../../run.js';
import { withLedger } from '../../../with-ledger.js';
import { parkedTable } from './list-parked.js';

interface Options extends SkipRequest {
  json?: true;
}

/** `projections parked skip NAME POSITION`. */
export function skipParked(parked: Command, run: Run): void {
  parked
    .command('skip <name> <position>')
    .description('leave a parked event out for good, and go on with what has waited for it')
    .requiredOption('--reason <text>', 'why it may be left out')
    .option('--by <who>', 'who says so')
    .option('--json', 'one JSON document')
    .action((name: string, position: string, options: Options) => run(() => skip(name, position, options)));
}

function skip(name: string, position: string, { reason, by, json }: Options): Promise<ExitCode> {
  return withLedger(async ({ parkedEvents }) => {
    const result = await parkedEvents.skip(name, position, { reason, ...(by === undefined ? {} : { by }) });
    outputTo(process.stdout, { json: json ?? false }).answer(result, resultText);
    return result.retried.parked > 0 ? EXIT.found : EXIT.done;
  });
}

function resultText({ event, retried: { applied, parked, held } }: SkipResult): string {
  return `${parkedTable([event])}\n\nof those that waited ${applied} were applied, ${parked} failed, ${held} still wait`;
}
