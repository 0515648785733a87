import type { Command } from 'commander';
import { ValidationFailed } from '#kernel';
import { PARKED_STATUSES, type ParkedEvent, type ParkedStatus, cursorBehind, placeOfCursor } from '#projections';
import { EXIT, type ExitCode } from '../../../exit-codes.js';
import { outputTo, table } from '../../../output.js';
import type { Run } from '../../../run.js';
import { withLedger } from '../../../with-ledger.js';

interface Options {
  status?: string;
  limit: string;
  cursor?: string;
  json?: true;
}

const MAX_LISTED = 500;

/** `projections parked list [NAME]`. */
export function listParked(parked: Command, run: Run): void {
  parked
    .command('list [name]')
    .description('what one projection, or every one, has left out')
    .option('--status <status>', `those that are ${PARKED_STATUSES.join(', ')}`)
    .option('--limit <number>', `how many, up to ${MAX_LISTED}`, '50')
    .option('--cursor <text>', 'the `next` of the page before')
    .option('--json', 'one JSON document')
    .action((name: string | undefined, options: Options) => run(() => list(name, options)));
}

async function list(projection: string | undefined, { status, limit, cursor, json }: Options): Promise<ExitCode> {
  const listing = {
    ...{ projection, status: statusOf(status), limit: limitOf(limit) },
    after: cursor === undefined ? undefined : placeOfCursor(cursor),
  };
  return withLedger(async ({ parkedEvents }) => {
    const { events, next } = await parkedEvents.list(listing);
    const answer = { events, next: next ? cursorBehind(next) : null };
    outputTo(process.stdout, { json: json ?? false }).answer(answer, () =>
      [parkedTable(events), ...(answer.next === null ? [] : [`more with --cursor ${answer.next}`])].join('\n\n'),
    );
    return EXIT.done;
  });
}

function statusOf(text: string | undefined): ParkedStatus | undefined {
  const status = PARKED_STATUSES.find((each) => each === text);
  if (text === undefined || status) return status;
  const message = `must be one of ${PARKED_STATUSES.join(', ')}`;
  throw new ValidationFailed([{ field: '--status', rule: 'enum', message }]);
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LISTED) return limit;
  throw new ValidationFailed([
    { field: '--limit', rule: 'range', message: `must be a whole number from 1 to ${MAX_LISTED}` },
  ]);
}

/** Left-out events as a table for people. */
export function parkedTable(events: readonly ParkedEvent[]): string {
  return table(
    ['projection', 'position', 'status', 'type', 'stream', 'attempts', 'why'],
    events.map(({ projection, position, status, type, stream, attempts, error, skipReason }) => [
      ...[projection, position, status, type, stream, String(attempts)],
      firstLineOf(skipReason ?? error ?? ''),
    ]),
  );
}

function firstLineOf(text: string): string {
  return text.split('\n', 1)[0]!;
}
