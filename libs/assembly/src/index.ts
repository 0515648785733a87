export * from './background-work.js';
export * from './close-in-time.js';
export * from './configuration.js';
export * from './in-time.js';
export * from './domains.js';
export * from './ledger.js';
export * from './stop-signal.js';
export * from './customer-page/customer-page.js';
