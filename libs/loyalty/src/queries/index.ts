export * from './get-loyalty.query.js';
export * from './get-liability.query.js';
export * from './get-reconciliation.query.js';
export * from './list-programs.query.js';
