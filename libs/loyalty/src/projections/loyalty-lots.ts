import { customerOfStream, projectedTable, type Projection, type RecordedEvent } from '#kernel';
import type { PurchaseRecorded, PurchaseReturned } from '#sales';
import { earn, reversedPoints } from '../rules/earn.js';
import { DEFAULT_PROGRAM } from '../rules/program.js';

/** The points of one purchase, with what is left of them. Money in minor units. */
export interface LoyaltyLotRow {
  /** `<customer>:<purchase>`, where the purchase goes by its purchaseId, else by its event's id. */
  lot_key: string;
  customer_id: string;
  /** Id of the event that earned it; null while only a return is known. */
  lot: string | null;
  purchase_ref: string;
  points: number;
  /** Taken back because the purchase was returned. */
  reversed: number;
  /** points - reversed; the dates say whether they can be used. */
  remaining: number;
  earned_at: string | null;
  available_from: string | null;
  expires_at: string | null;
  program: string;
  program_version: number;
  base_amount: number;
  base_currency: string | null;
  returned_amount: number;
}

/**
 * A lot goes by customer and purchase, so that a return finds the lot of its purchase, and a purchase that two systems
 * report earns once. A purchase too small to earn has its lot too, of 0 points: that is the answer to "why nothing?".
 */
export const loyaltyLotTable = projectedTable<LoyaltyLotRow>({
  name: 'loyalty_lot',
  columns: {
    lot_key: 'text',
    customer_id: 'uuid',
    lot: 'uuid',
    purchase_ref: 'text',
    points: 'bigint',
    reversed: 'bigint',
    remaining: 'bigint',
    earned_at: 'timestamptz',
    available_from: 'timestamptz',
    expires_at: 'timestamptz',
    program: 'text',
    program_version: 'integer',
    base_amount: 'bigint',
    base_currency: 'text',
    returned_amount: 'bigint',
  },
  key: 'lot_key',
  indexes: ['(customer_id)'],

  keysOf(event) {
    const customerId = customerOfStream(event.stream);
    const purchase = purchaseRefOf(event);
    return customerId === undefined || purchase === undefined ? [] : [`${customerId}:${purchase}`];
  },

  evolve(row, event, key) {
    const before = row ?? emptyLot(key, event);
    return event.type === 'PurchaseRecorded' ? withPurchase(before, event) : withReturn(before, event);
  },
});

function withPurchase(row: LoyaltyLotRow, { id, data, metadata }: RecordedEvent): LoyaltyLotRow {
  if (row.lot !== null) return row;
  const { total } = data as PurchaseRecorded;
  const earned = earn({ ...total, occurredAt: metadata.occurredAt }, DEFAULT_PROGRAM);
  return withRemainder({
    ...row,
    lot: id,
    points: earned?.points ?? 0,
    earned_at: metadata.occurredAt,
    available_from: earned?.availableFrom ?? metadata.occurredAt,
    expires_at: earned?.expiresAt ?? null,
    base_amount: total.amount,
    base_currency: total.currency,
  });
}

function withReturn(row: LoyaltyLotRow, { data }: RecordedEvent): LoyaltyLotRow {
  return withRemainder({ ...row, returned_amount: row.returned_amount + (data as PurchaseReturned).total.amount });
}

function withRemainder(row: LoyaltyLotRow): LoyaltyLotRow {
  const reversed = reversedPoints(row.points, row.base_amount, row.returned_amount);
  return { ...row, reversed, remaining: row.points - reversed };
}

function emptyLot(key: string, event: RecordedEvent): LoyaltyLotRow {
  return {
    lot_key: key,
    customer_id: customerOfStream(event.stream)!,
    lot: null,
    purchase_ref: purchaseRefOf(event)!,
    points: 0,
    reversed: 0,
    remaining: 0,
    earned_at: null,
    available_from: null,
    expires_at: null,
    program: DEFAULT_PROGRAM.name,
    program_version: DEFAULT_PROGRAM.version,
    base_amount: 0,
    base_currency: null,
    returned_amount: 0,
  };
}

/** A purchase without a number goes by its event's id, and that is how its return names it. */
function purchaseRefOf(event: RecordedEvent): string | undefined {
  if (event.type === 'PurchaseReturned') return (event.data as PurchaseReturned).purchaseId;
  if (event.type === 'PurchaseRecorded') return (event.data as PurchaseRecorded).purchaseId ?? event.id;
  return undefined;
}

export const loyalty: Projection = { name: 'loyalty', version: 1, tables: [loyaltyLotTable] };
