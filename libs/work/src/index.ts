export * from './database/work-database.js';
export * from './leases/lease.js';
export * from './leases/leases.js';
export { leaseHolds } from './leases/lease-sql.js';
export * from './leases/quota.js';
export * from './leases/shared-leases.js';
export * from './schema/migrate-work.js';
export * from './schema/work-migration.js';
