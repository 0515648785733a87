import type { Command } from 'commander';
import { DOMAINS, untilAskedToStop } from '#assembly';
import { type GeneratedLog, generateLog, type LogPlan, planLog } from '#intake';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { outputTo, table } from '../output.js';
import { progressLine } from '../progress-line.js';
import type { Run } from '../run.js';
import { withLedger } from '../with-ledger.js';

interface Options {
  events: string;
  customers?: string;
  seed: string;
  json?: true;
}

/** `generate`: a ledger to try things on, of any size. */
export function generateCommand(program: Command, run: Run): void {
  program
    .command('generate')
    .description(
      'fill an empty ledger with made-up customers, offers, purchases and points, the same ones for one seed',
    )
    .requiredOption('--events <number>', 'how many events, points included')
    .option('--customers <number>', 'of how many customers; by default one for every 28.4 events')
    .option('--seed <number>', 'what chance begins with', '1')
    .option('--json', 'one JSON document')
    .action((options: Options) => run(() => generate(options)));
}

async function generate({ events, customers, seed, json }: Options): Promise<ExitCode> {
  const plan = planLog({
    events: Number(events),
    customers: customers === undefined ? undefined : Number(customers),
    seed: Number(seed),
  });
  const line = progressLine(process.stderr);
  const stop = new AbortController();
  void untilAskedToStop().then(() => stop.abort());
  try {
    const generated = await withLedger(({ store, codec, catalogue, reader }) =>
      generateLog({
        ...{ plan, store, codec, catalogue, reader },
        policies: DOMAINS.flatMap(({ policies = [] }) => policies),
        onProgress: (events) => line.show(progressText(events, plan)),
        signal: stop.signal,
      }),
    );
    line.end();
    outputTo(process.stdout, { json: json ?? false }).answer(generated, text);
    return EXIT.done;
  } finally {
    line.end();
  }
}

function progressText(events: number, plan: LogPlan): string {
  const share = Math.floor((100 * events) / plan.events);
  return `${share} % · ${events.toLocaleString('en')} of ${plan.events.toLocaleString('en')} events`;
}

function text({ events, customers, seed, stored, duplicates, seconds, eventsPerSecond }: GeneratedLog): string {
  return table(
    ['events', String(events)],
    [
      ['customers', String(customers)],
      ['seed', String(seed)],
      ['stored now', String(stored)],
      ['there before', String(duplicates)],
      ['time', `${seconds} s, ${eventsPerSecond} events/s`],
    ],
  );
}
