export * from './codec/event-codec.js';
export * from './errors/event-too-large.js';
export * from './errors/idempotency-conflict.js';
export * from './errors/revision-conflict.js';
export * from './port/event-store.js';
export * from './port/expected-revision.js';
export * from './port/stored-event.js';
export { PostgresEventStore, type PostgresEventStoreOptions } from './postgres/postgres-event-store.js';
export { isLostConnection } from './postgres/connection/lost-connection.js';
