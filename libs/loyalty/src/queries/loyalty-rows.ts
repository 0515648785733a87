import { type Row, foldTable } from '#projections';
import { type Moment, type ReadModels, asksForPast } from '#projections/read-models';
import type { ProjectedTable } from '#kernel';
import { type LoyaltyAccountRow, loyaltyAccountTable } from '../projections/loyalty-account.js';
import { type LoyaltyLotRow, loyaltyLotTable } from '../projections/loyalty-lot.js';
import { type LoyaltyMovementRow, loyaltyMovementTable } from '../projections/loyalty-movement.js';

/** What a question about one customer's points looks at. */
export interface LoyaltyRows {
  accounts: LoyaltyAccountRow[];
  lots: LoyaltyLotRow[];
  movements: LoyaltyMovementRow[];
}

export interface WantedRows {
  moment: Moment;
  /** Of this programme only. */
  program: string | undefined;
  /** Whether used-up lots and the movements are wanted too; otherwise there are none of either. */
  everything: boolean;
}

/**
 * One customer's rows, as they stand or, for a moment of the past, folded from his stream by the same folds.
 * Throws NotFound for a customer of whom the ledger knows nothing.
 */
export async function readLoyaltyRows(
  readModels: ReadModels,
  customerId: string,
  { moment, program, everything }: WantedRows,
): Promise<LoyaltyRows> {
  const rows = asksForPast(moment)
    ? await foldedRows(readModels, customerId, moment)
    : await storedRows(readModels, customerId, everything);
  const wanted = (row: { program: string }): boolean => program === undefined || row.program === program;
  return {
    accounts: rows.accounts.filter(wanted),
    lots: rows.lots.filter(wanted),
    movements: rows.movements.filter(wanted),
  };
}

async function storedRows(readModels: ReadModels, customerId: string, everything: boolean): Promise<LoyaltyRows> {
  const [accounts, lots, movements] = await Promise.all([
    readModels.customerRows<LoyaltyAccountRow>(loyaltyAccountTable, customerId, {}),
    everything
      ? readModels.repository<LoyaltyLotRow>(loyaltyLotTable).findBy({ customer_id: customerId })
      : readModels
          .repository<LoyaltyLotRow>(loyaltyLotTable)
          .createQueryBuilder('lot')
          .where('lot.customer_id = :customerId and lot.remaining <> 0', { customerId })
          .getMany(),
    everything
      ? readModels.repository<LoyaltyMovementRow>(loyaltyMovementTable).findBy({ customer_id: customerId })
      : [],
  ]);
  return { accounts, lots, movements };
}

async function foldedRows(readModels: ReadModels, customerId: string, moment: Moment): Promise<LoyaltyRows> {
  const events = await readModels.customerEvents(customerId, moment);
  // Whether there is such a customer at all, his profile's or any other rows need not say: his stream does.
  if (events.length === 0) await readModels.customerRows(loyaltyAccountTable, customerId, moment);
  const rowsOf = <T extends object>(table: ProjectedTable): T[] =>
    [...(foldTable(table, events).values() as Iterable<Row>)] as T[];
  return {
    accounts: rowsOf<LoyaltyAccountRow>(loyaltyAccountTable),
    lots: rowsOf<LoyaltyLotRow>(loyaltyLotTable),
    movements: rowsOf<LoyaltyMovementRow>(loyaltyMovementTable),
  };
}
