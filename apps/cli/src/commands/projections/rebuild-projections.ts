import type { Command } from 'commander';
import { untilAskedToStop, type Ledger } from '#assembly';
import { type Job, type JobLogLine, JobRunner, hasEnded } from '#jobs';
import { Unavailable, ValidationFailed } from '#kernel';
import { REBUILD_JOB, type RebuildResult, type RevertResult } from '#projections';
import { EXIT, type ExitCode } from '../../exit-codes.js';
import { jobProgressText } from '../../job-progress.js';
import { outputTo, say, table } from '../../output.js';
import { type ProgressLine, progressLine } from '../../progress-line.js';
import type { Run } from '../../run.js';
import { differencesTable } from './differences-table.js';
import { rebuildCustomer } from './rebuild-customer.js';
import { withLedger } from '../../with-ledger.js';

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
    const { job, repeated } = await ledger.rebuilds.request(ledger.jobs, request);
    if (repeated) say(`the same rebuild is under way already: joining job ${job.id}`);
    const ended = await watched(ledger, job.id);
    if (ended.status !== 'done') {
      const { error, status } = ended;
      throw new Unavailable(`the rebuild ${status}${error ? `: ${error.message}` : ''}`, 0);
    }
    const result = ended.result as RebuildResult | RevertResult;
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

/** The job as it ended. It is run here, unless a process that runs jobs has it already. */
async function watched(ledger: Ledger, id: string): Promise<Job> {
  const line = progressLine(process.stderr);
  const stop = new AbortController();
  void untilAskedToStop().then(() => stop.abort());
  const runner = new JobRunner({ jobs: ledger.jobs, kinds: [REBUILD_JOB], log: (each) => tell(each, line) });
  runner.start();
  try {
    for await (const job of ledger.jobs.watch(id, stop.signal)) {
      if (job?.progress) line.show(jobProgressText(job.progress));
      if (job && hasEnded(job)) return job;
    }
  } finally {
    line.end();
    await runner.stop();
  }
  throw new Unavailable(
    `stopped before it was done; the same command goes on with it, and "rapport jobs cancel ${id}" gives it up`,
    0,
  );
}

/** Errors are never hidden behind the progress. */
function tell({ level, message, error }: JobLogLine, line: ProgressLine): void {
  if (level === 'info') return;
  line.end();
  say(error instanceof Error ? `${message}: ${error.stack ?? error.message}` : message);
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
