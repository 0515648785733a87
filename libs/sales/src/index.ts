export * from './events/index.js';
export * from './sales-domain.js';
