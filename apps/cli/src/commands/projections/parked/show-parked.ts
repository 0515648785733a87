import type { Command } from 'commander';
import type { ParkedEvent, ParkedEventDetail } from '#projections';
import { EXIT, type ExitCode } from '../../../exit-codes.js';
import { outputTo, table } from '../../../output.js';
import type { Run } from '../../../run.js';
import { withLedger } from '../../../with-ledger.js';
import { parkedTable } from './list-parked.js';

/** `projections parked show NAME POSITION`. */
export function showParked(parked: Command, run: Run): void {
  parked
    .command('show <name> <position>')
    .description('one left-out event: why, what it says, what waits for it')
    .option('--json', 'one JSON document')
    .action((name: string, position: string, { json }: { json?: true }) =>
      run(() => show(name, position, json ?? false)),
    );
}

function show(name: string, position: string, json: boolean): Promise<ExitCode> {
  return withLedger(async ({ parkedEvents }) => {
    outputTo(process.stdout, { json }).answer(await parkedEvents.show(name, position), detailText);
    return EXIT.done;
  });
}

function detailText(detail: ParkedEventDetail): string {
  const { projection, position, status, type, eventId, stream, attempts, parkedAt, error, keys, wholeStream } = detail;
  const { event, skipReason, skippedAt, skippedBy } = detail;
  const facts = table(
    ['projection', projection],
    [
      ['position', position],
      ['status', status],
      ['event', `${type} ${eventId}`],
      ['stream', `${stream} revision ${event.revision}`],
      ['attempts', String(attempts)],
      ['left out', parkedAt],
      ...(skippedAt === null ? [] : [['skipped', `${skippedAt}${skippedBy === null ? '' : ` by ${skippedBy}`}`]]),
      ...(skipReason === null ? [] : [['reason', skipReason]]),
      ...keys.map(({ table: name, key }) => ['row', `${name} ${key}`]),
      ...(wholeStream ? [['row', 'not all are known: the whole stream waits']] : []),
    ],
  );
  return [
    facts,
    ...(error === null ? [] : [detail.stack ?? error]),
    event.unreadable ?? JSON.stringify({ data: event.data, metadata: event.metadata }, null, 2),
    ...listText(`${detail.heldBehindCount} wait for it`, detail.heldBehind),
    ...listText('also left out of its stream', detail.sameStream),
  ].join('\n\n');
}

function listText(heading: string, events: readonly ParkedEvent[]): string[] {
  return events.length === 0 ? [] : [`${heading}:\n${parkedTable(events)}`];
}
