export * from './events/index.js';
export * from './loyalty-domain.js';
export * from './loyalty.module.js';
export * from './projections/loyalty-lots.js';
export * from './rules/account-at.js';
export * from './rules/earn.js';
export * from './rules/program.js';
export * from './queries/get-loyalty.query.js';
