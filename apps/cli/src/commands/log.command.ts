import type { Command } from 'commander';
import { untilAskedToStop } from '#assembly';
import { copyLog, isSameBytes, type LogCopy, LogsDiffer, openEventStore } from '#event-store';
import { ValidationFailed } from '#kernel';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { outputTo, say } from '../output.js';
import type { Run } from '../run.js';

const PROGRESS_EVERY_MS = 2_000;

interface CopyArguments {
  from: string;
  to: string;
  json?: true;
}

/** `log copy`: moves the event log from one engine, or server, to another. */
export function logCommand(program: Command, run: Run): void {
  program
    .command('log')
    .description('the event log as a whole')
    .command('copy')
    .description('copy it event for event into an empty one, or go on with that; exit code 1 when they differ')
    .requiredOption('--from <url>', 'the log to read: postgres://… or esdb://…')
    .requiredOption('--to <url>', 'the log to write')
    .option('--json', 'one JSON document')
    .action((options: CopyArguments) => run(() => copy(options)));
}

async function copy({ from, to, json }: CopyArguments): Promise<ExitCode> {
  if (from === to) throw new ValidationFailed([{ field: 'to', rule: 'other', message: 'must be another log' }]);
  const stop = new AbortController();
  void untilAskedToStop().then(() => stop.abort());
  const source = await openEventStore({ url: from, saysTheSame: isSameBytes });
  try {
    const target = await openEventStore({ url: to, saysTheSame: isSameBytes });
    try {
      const result = await copyLog({ from: source, to: target, onProgress: progress(), signal: stop.signal });
      outputTo(process.stdout, { json: json ?? false }).answer(result, text);
      return result.equal ? EXIT.done : EXIT.found;
    } finally {
      await target.close();
    }
  } catch (error) {
    if (!(error instanceof LogsDiffer)) throw error;
    say(`rapport: ${error.message}`);
    return EXIT.found;
  } finally {
    await source.close();
  }
}

/** A line now and then for people. */
function progress(): (events: number) => void {
  let next = performance.now() + PROGRESS_EVERY_MS;
  return (events) => {
    if (performance.now() < next) return;
    next = performance.now() + PROGRESS_EVERY_MS;
    say(`${events} events are there`);
  };
}

function text({ events, copied, digest, equal }: LogCopy): string {
  const verdict = equal ? 'The logs are the same.' : 'The logs DIFFER.';
  return [`${events} events, ${copied} of them copied now`, `from ${digest.from}`, `to   ${digest.to}`, verdict].join(
    '\n',
  );
}
