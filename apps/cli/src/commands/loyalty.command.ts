import type { Command } from 'commander';
import { type BookingResult, LoyaltyBooking } from '#loyalty/booking';
import { GetReconciliation, GetReconciliationHandler, type Reconciliation } from '#loyalty/queries';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { instantOption } from '../instant-option.js';
import { outputTo, table } from '../output.js';
import type { Run } from '../run.js';
import { withReadModels } from '../with-ledger.js';

interface BookOptions {
  until?: string;
  json?: true;
}

interface ReconcileOptions {
  asOf?: string;
  json?: true;
}

/** `loyalty book` and `loyalty reconcile`: the books of points. */
export function loyaltyCommand(program: Command, run: Run): void {
  const loyalty = program.command('loyalty').description('the books of points');
  loyalty
    .command('book')
    .description('book what the dates say already (expired points, tiers), and complete transfers')
    .option('--until <time>', 'up to when: a date-time (RFC 3339) or a date; by default now')
    .option('--json', 'one JSON document')
    .action((options: BookOptions) => run(() => book(options)));
  loyalty
    .command('reconcile')
    .description('check lots, accounts and movements against each other, and booked expiry against the dates')
    .option('--as-of <time>', 'what has ended by then is due: a date-time (RFC 3339) or a date; by default now')
    .option('--json', 'one JSON document')
    .action((options: ReconcileOptions) => run(() => reconcile(options)));
}

async function book({ until, json }: BookOptions): Promise<ExitCode> {
  const instant = until === undefined ? undefined : instantOption('--until', until);
  return withReadModels(async ({ readModels, recorder, projections }) => {
    const booking = new LoyaltyBooking(readModels, recorder);
    const result = await booking.bookDue(instant ?? new Date().toISOString());
    await projections.catchUp();
    outputTo(process.stdout, { json: json ?? false }).answer(result, bookingText);
    return result.failures.length > 0 ? EXIT.found : EXIT.done;
  });
}

async function reconcile({ asOf, json }: ReconcileOptions): Promise<ExitCode> {
  const instant = asOf === undefined ? undefined : instantOption('--as-of', asOf);
  return withReadModels(async ({ readModels }) => {
    const handler = new GetReconciliationHandler(readModels);
    const found = await handler.execute(new GetReconciliation(instant ?? new Date().toISOString()));
    outputTo(process.stdout, { json: json ?? false }).answer(found, reconciliationText);
    return found.agrees ? EXIT.done : EXIT.found;
  });
}

function bookingText(result: BookingResult): string {
  return [
    table(
      ['booked until', result.until],
      [
        ['customers', String(result.customers)],
        ['events', String(result.events)],
        ['booked before', String(result.bookedBefore)],
        ['transfers completed', String(result.transfersCompleted)],
        ['failed', String(result.failures.length)],
      ],
    ),
    ...result.failures.map(({ customerId, message }) => `${customerId}: ${message}`),
  ].join('\n');
}

function reconciliationText({ at, agrees, lots, accounts, expiry, transfers }: Reconciliation): string {
  return [
    table(
      ['as of', at],
      [
        ['the books', agrees ? 'agree' : 'do not agree'],
        ['lots', `${lots.checked}, ${lots.differing} differ`],
        ['accounts', `${accounts.checked}, ${accounts.differing} differ`],
        ['points booked as expired', String(expiry.booked)],
        ['to be booked', `${expiry.duePoints} points of ${expiry.dueLots} lots`],
        ['on their way', `${transfers.points} points of ${transfers.open} transfers`],
      ],
    ),
    ...lots.shown.map(({ lotId, remaining, moved }) => `lot ${lotId}: ${remaining} left, moved ${moved}`),
    ...accounts.shown.map(({ customerId, program }) => `account ${customerId} in ${program}`),
  ].join('\n');
}
