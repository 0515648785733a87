import type { Command } from 'commander';
import type { Statistics } from '#insight/queries';
import { NotFound } from '#kernel';
import type { ProjectionStatus } from '#projections';
import { EXIT } from '../../exit-codes.js';
import { outputTo, table } from '../../output.js';
import type { Run } from '../../run.js';
import { withLedger } from '../../with-ledger.js';

type ProjectionFigures = Statistics['projections'][number];

/** `projections list` and `projections status [NAME]`: as they stand, nothing is caught up first. */
export function listProjections(projections: Command, run: Run): void {
  for (const [name, about] of [
    ['list', 'every projection'],
    ['status [name]', 'one projection, or every one'],
  ] as const) {
    projections
      .command(name)
      .description(about)
      .option('--json', 'one JSON document')
      .action((...args: [string | { json?: true } | undefined, ...unknown[]]) => {
        const wanted = typeof args[0] === 'string' ? args[0] : undefined;
        const options = (typeof args[0] === 'object' ? args[0] : (args[1] as { json?: true } | undefined)) ?? {};
        return run(() => show(wanted, options.json ?? false));
      });
  }
}

async function show(wanted: string | undefined, json: boolean): Promise<typeof EXIT.done> {
  return withLedger(async (ledger) => {
    const all = (await ledger.projections.status()).map(figuresOf);
    const shown = wanted === undefined ? all : all.filter(({ name }) => name === wanted);
    if (shown.length === 0) throw new NotFound('projection', wanted ?? '');
    outputTo(process.stdout, { json }).answer({ projections: shown }, () => projectionsTable(shown));
    return EXIT.done;
  });
}

function figuresOf({ name, version, checkpoint, lag, parked }: ProjectionStatus): ProjectionFigures {
  return { name, version, checkpoint: String(checkpoint), lag: String(lag), parked };
}

/** The projections as a table for people. */
export function projectionsTable(projections: readonly ProjectionFigures[]): string {
  return table(
    ['projection', 'version', 'checkpoint', 'lag', 'parked'],
    projections.map(({ name, version, checkpoint, lag, parked }) => [
      name,
      String(version),
      checkpoint,
      lag,
      String(parked),
    ]),
  );
}
