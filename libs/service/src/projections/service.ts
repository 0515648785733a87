import type { Projection } from '#kernel';
import { serviceRequestTable } from './service-request-table.js';
import { serviceWorkTable } from './service-work-table.js';

/** Every service request as it stands, and every piece of service work with its cost and price. */
export const service: Projection = {
  name: 'service',
  version: 1,
  scope: 'stream',
  tables: [serviceRequestTable, serviceWorkTable],
};
