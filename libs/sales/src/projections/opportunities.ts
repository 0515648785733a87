import type { Projection } from '#kernel';
import { leadTable } from './lead-table.js';
import { opportunityTable } from './opportunity-table.js';

/** Every opportunity with its outcome, and every lead that one may have come from. */
export const opportunityRecords: Projection = {
  name: 'opportunities',
  version: 1,
  scope: 'stream',
  tables: [opportunityTable, leadTable],
};
