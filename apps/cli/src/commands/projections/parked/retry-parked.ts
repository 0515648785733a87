import type { Command } from 'commander';
import { ValidationFailed } from '#kernel';
import type { RetryResult } from '#projections';
import { EXIT, type ExitCode } from '../../../exit-codes.js';
import { outputTo, table } from '../../../output.js';
import type { Run } from '../../../run.js';
import { withLedger } from '../../../with-ledger.js';

interface Options {
  position?: string;
  json?: true;
}

/** `projections parked retry [NAME]`: by the code of this program. */
export function retryParked(parked: Command, run: Run): void {
  parked
    .command('retry [name]')
    .description('try left-out events again, as after a repair: of one projection, or of every one')
    .option('--position <position>', 'what is left out together with the event at this position')
    .option('--json', 'one JSON document')
    .action((name: string | undefined, options: Options) => run(() => retry(name, options)));
}

async function retry(projection: string | undefined, { position, json }: Options): Promise<ExitCode> {
  if (projection === undefined && position !== undefined) {
    const message = 'is of use only with the name of a projection';
    throw new ValidationFailed([{ field: '--position', rule: 'needs-name', message }]);
  }
  return withLedger(async ({ parkedEvents }) => {
    const result = await parkedEvents.retry({ projection, position });
    outputTo(process.stdout, { json: json ?? false }).answer(result, resultText);
    return result.parked > 0 ? EXIT.found : EXIT.done;
  });
}

function resultText({ projections }: RetryResult): string {
  if (projections.length === 0) return 'nothing is left out';
  return table(
    ['projection', 'applied', 'still parked', 'held'],
    projections.map(({ name, applied, parked, held }) => [name, String(applied), String(parked), String(held)]),
  );
}
