import type { Command } from 'commander';
import { type CustomerPage, readCustomerPage } from '#assembly';
import { GetHistory, GetHistoryHandler, type HistoryEvent } from '#customers/queries';
import { parseCustomerReference } from '#kernel';
import { parseMoment } from '#projections/read-models';
import { EXIT } from '../exit-codes.js';
import { moneyText } from '../money-text.js';
import { outputTo, table } from '../output.js';
import type { Run } from '../run.js';
import { withLedger, withReadModels } from '../with-ledger.js';

const HISTORY_PAGE = 1_000;

interface ShowOptions {
  asOf?: string;
  knownAt?: string;
  json?: true;
}

/** `customer show REF` and `customer history REF`; REF is a UUID or source#subject. */
export function customerCommand(program: Command, run: Run): void {
  const customer = program.command('customer').description('one customer; REF is his id, or source#subject');
  customer
    .command('show <ref>')
    .description('profile, funnel, loyalty and totals')
    .option('--as-of <time>', 'what was true then (RFC 3339)')
    .option('--known-at <time>', 'what was known then (RFC 3339)')
    .option('--json', 'one JSON document')
    .action((reference: string, options: ShowOptions) => run(() => show(reference, options)));
  customer
    .command('history <ref>')
    .description('all that happened, in the order of recording')
    .option('--json', 'one JSON document')
    .action((reference: string, options: { json?: true }) => run(() => history(reference, options.json ?? false)));
}

async function show(reference: string, { asOf, knownAt, json }: ShowOptions): Promise<typeof EXIT.done> {
  const id = parseCustomerReference(reference);
  const moment = parseMoment({ asOf, knownAt });
  return withReadModels(async ({ readModels }) => {
    const page = await readCustomerPage(readModels, id, moment);
    outputTo(process.stdout, { json: json ?? false }).answer(page, pageText);
    return EXIT.done;
  });
}

async function history(reference: string, json: boolean): Promise<typeof EXIT.done> {
  const id = parseCustomerReference(reference);
  return withLedger(async ({ store, codec }) => {
    const handler = new GetHistoryHandler(store, codec);
    const events: HistoryEvent[] = [];
    let fromRevision: number | null = 0;
    while (fromRevision !== null) {
      const page = await handler.execute(
        new GetHistory(id, {}, { direction: 'forwards', limit: HISTORY_PAGE, fromRevision }),
      );
      events.push(...page.events);
      fromRevision = page.nextRevision;
    }
    outputTo(process.stdout, { json }).answer({ id, events }, () => historyText(events));
    return EXIT.done;
  });
}

function pageText({ id, profile, funnel, loyalty, totals, position }: CustomerPage): string {
  const spend = Object.entries(totals.spend).map(([currency, amount]) => moneyText(amount, currency));
  return table(
    ['customer', id],
    [
      ['name', profile.name ?? '(not known)'],
      ...profile.contactPoints.map(({ kind, value }) => [kind, value]),
      ['stage', `${funnel.stage ?? '(none)'} since ${funnel.since ?? '-'}`],
      ['points', `${loyalty.balance} (pending ${loyalty.pending}, debt ${loyalty.debt})`],
      ['tier', loyalty.tier ?? '(none)'],
      ['purchases', `${totals.purchases}: ${spend.join(', ') || '-'}`],
      ['returns', String(totals.returns)],
      ['calls', String(totals.calls)],
      ['refusals', String(totals.refusals)],
      ['open requests', String(totals.openRequests)],
      ['first contact', profile.firstContactAt ?? '-'],
      ['last contact', profile.lastContactAt ?? '-'],
      ['as of position', position],
    ],
  );
}

function historyText(events: readonly HistoryEvent[]): string {
  return table(
    ['occurred', 'recorded', 'event', 'by', 'source', 'data'],
    events.map(({ occurredAt, recordedAt, type, actor, source, data }) => [
      occurredAt,
      recordedAt,
      type,
      actor?.id ?? '-',
      source,
      JSON.stringify(data),
    ]),
  );
}
