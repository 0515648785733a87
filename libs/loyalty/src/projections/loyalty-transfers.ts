import type { Projection } from '#kernel';
import { loyaltyTransferTable } from './loyalty-transfer.js';

/** Transfers of points: each has an event in the stream of either customer, so that one process derives them all. */
export const loyaltyTransfers: Projection = { name: 'loyalty-transfers', version: 1, tables: [loyaltyTransferTable] };
