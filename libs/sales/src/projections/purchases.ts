import { type ColumnType, customerOfStream, projectedTable, type Projection } from '#kernel';
import type { PurchaseRecorded, PurchaseReturned } from '../events/index.js';
import { purchaseReference } from '../purchase-reference.js';

/** One purchase. Money in minor units; the day is that of the occurrence in UTC. */
export interface PurchaseRow {
  purchase: string;
  customer_id: string;
  /** The name by which returns mean it: the source's purchaseId, else the event's id. */
  purchase_ref: string;
  source: string;
  occurred_at: string;
  day: string;
  amount: number;
  currency: string;
  /** Items bought: as the source says, else the sum of the lines. */
  quantity: number | null;
  store: string | null;
  channel: string | null;
  campaign: string | null;
}

/** One return; it belongs to the purchase of the same customer and purchase_ref. */
export interface PurchaseReturnRow {
  purchase_return: string;
  customer_id: string;
  purchase_ref: string;
  source: string;
  occurred_at: string;
  day: string;
  amount: number;
  currency: string;
}

const PLACE = {
  customer_id: 'uuid',
  purchase_ref: 'text',
  source: 'text',
  occurred_at: 'timestamptz',
  day: 'date',
  amount: 'bigint',
  currency: 'text',
} as const satisfies Record<string, ColumnType>;

export const purchaseTable = projectedTable<PurchaseRow>({
  name: 'purchase',
  columns: { purchase: 'uuid', ...PLACE, quantity: 'bigint', store: 'text', channel: 'text', campaign: 'text' },
  key: 'purchase',
  indexes: ['(customer_id, day)', '(source)'],
  keysOf: (event) => (event.type === 'PurchaseRecorded' && customerOfStream(event.stream) ? [event.id] : []),

  evolve(_, { id, stream, data, metadata }) {
    const bought = data as PurchaseRecorded;
    return {
      purchase: id,
      customer_id: customerOfStream(stream)!,
      purchase_ref: purchaseReference(id, bought),
      source: metadata.source,
      occurred_at: metadata.occurredAt,
      day: metadata.occurredAt.slice(0, 10),
      amount: bought.total.amount,
      currency: bought.total.currency,
      quantity: bought.quantity ?? bought.lines?.reduce((sum, line) => sum + line.quantity, 0) ?? null,
      store: bought.store ?? null,
      channel: bought.channel ?? null,
      campaign: bought.campaign ?? null,
    };
  },
});

export const purchaseReturnTable = projectedTable<PurchaseReturnRow>({
  name: 'purchase_return',
  columns: { purchase_return: 'uuid', ...PLACE },
  key: 'purchase_return',
  indexes: ['(customer_id, purchase_ref)'],
  keysOf: (event) => (event.type === 'PurchaseReturned' && customerOfStream(event.stream) ? [event.id] : []),

  evolve(_, { id, stream, data, metadata }) {
    const { purchaseId, total } = data as PurchaseReturned;
    return {
      purchase_return: id,
      customer_id: customerOfStream(stream)!,
      purchase_ref: purchaseId,
      source: metadata.source,
      occurred_at: metadata.occurredAt,
      day: metadata.occurredAt.slice(0, 10),
      amount: total.amount,
      currency: total.currency,
    };
  },
});

/** Every purchase and every return as a row of its own, for sums over any group and period. */
export const purchases: Projection = {
  name: 'purchases',
  version: 1,
  scope: 'stream',
  tables: [purchaseTable, purchaseReturnTable],
};
