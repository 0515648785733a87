export * from './events/index.js';
export * from './http/account-schema.js';
export * from './loyalty-domain.js';
export * from './loyalty.module.js';
export * from './projections/loyalty.js';
export * from './rules/account-at.js';
export * from './rules/lot-at.js';
export * from './queries/get-loyalty.query.js';
