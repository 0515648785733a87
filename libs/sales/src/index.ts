export * from './events/index.js';
export * from './sales-domain.js';
export * from './deciders/opportunities.js';
export * from './deciders/returns.js';
export * from './sales.module.js';
export * from './projections/purchases.js';
export * from './purchase-reference.js';
export * from './rules/repeat-purchases.js';
