export * from './events/index.js';
export * from './sales-domain.js';
export * from './deciders/opportunities.js';
export * from './deciders/returns.js';
