import type { Command } from 'commander';
import { GetStatisticsHandler, type Statistics } from '#insight/queries';
import { EXIT } from '../exit-codes.js';
import { outputTo, table } from '../output.js';
import type { Run } from '../run.js';
import { withReadModels } from '../with-ledger.js';
import { projectionsTable } from './projections/list-projections.js';

/** `stats`: the ledger in numbers. */
export function statsCommand(program: Command, run: Run): void {
  program
    .command('stats')
    .description('events by type, customers, head position, lag')
    .option('--json', 'one JSON document')
    .action((options: { json?: true }) =>
      run(() =>
        withReadModels(async ({ store, projections, readModels }) => {
          const statistics = await new GetStatisticsHandler(store, projections, readModels).execute();
          outputTo(process.stdout, { json: options.json ?? false }).answer(statistics, text);
          return EXIT.done;
        }),
      ),
    );
}

function text({ head, customers, events, projections }: Statistics): string {
  return [
    `Head position ${head}, ${customers} customers`,
    '',
    table(
      ['event type', 'events'],
      Object.entries(events).map(([type, count]) => [type, String(count)]),
    ),
    '',
    projectionsTable(projections),
  ].join('\n');
}
