import type { Ledger } from '#assembly';
import { parseCustomerReference } from '#kernel';
import type { CustomerRebuild } from '#projections';
import { EXIT, type ExitCode } from '../../exit-codes.js';
import { outputTo, table } from '../../output.js';
import { differencesTable } from './differences-table.js';

/** Mends the rows of one customer; the exit code says whether any was not as the log says. */
export async function rebuildCustomer(
  ledger: Ledger,
  reference: string,
  projections: readonly string[] | undefined,
  json: boolean,
): Promise<ExitCode> {
  const result = await ledger.rebuilds.customer(parseCustomerReference(reference), projections);
  outputTo(process.stdout, { json }).answer(result, customerText);
  return result.differences.length > 0 ? EXIT.found : EXIT.done;
}

function customerText({ customerId, events, projections, differences }: CustomerRebuild): string {
  const rows = table(
    ['projection', 'at position', 'rows', 'mended'],
    projections.map(({ name, position, rows: count, differences: mended }) => [
      ...[name, position, String(count), String(mended)],
    ]),
  );
  const head = `customer ${customerId}: ${events} events folded anew`;
  return [head, rows, ...(differences.length > 0 ? [differencesTable(differences)] : [])].join('\n\n');
}
