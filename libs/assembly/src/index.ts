export * from './background-work.js';
export * from './configuration.js';
export * from './domains.js';
export * from './ledger.js';
export * from './rapport.module.js';
export * from './stop-signal.js';
export * from './customer-page/customer-page.js';
