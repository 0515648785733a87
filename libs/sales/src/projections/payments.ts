import type { Projection } from '#kernel';
import { documentTable } from './document-table.js';
import { paymentTable } from './payment-table.js';

/** Documents with what is to be paid on them, and payments with what was given back. */
export const paymentRecords: Projection = {
  name: 'payments',
  version: 1,
  scope: 'stream',
  tables: [documentTable, paymentTable],
};
