import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../../exit-codes.js';
import { outputTo, table } from '../../output.js';
import type { Run } from '../../run.js';
import { withReadModels } from '../../with-ledger.js';

/** `projections digest [NAME…]`: what two machines compare instead of rows. */
export function digestProjections(projections: Command, run: Run): void {
  projections
    .command('digest [names...]')
    .description('a digest of the rows of each projection, at one position of the log')
    .option('--json', 'one JSON document')
    .action((names: string[], { json }: { json?: true }) => run(() => digest(names, json ?? false)));
}

function digest(names: readonly string[], json: boolean): Promise<ExitCode> {
  return withReadModels(async (ledger) => {
    const digests = await ledger.projections.digests(names.length > 0 ? names : undefined);
    outputTo(process.stdout, { json }).answer(digests, ({ position, projections }) =>
      [
        `at position ${position}`,
        table(
          ['projection', 'version', 'rows', 'digest'],
          projections.map(({ name, version, rows, digest: text }) => [name, String(version), String(rows), text]),
        ),
      ].join('\n\n'),
    );
    return EXIT.done;
  });
}
