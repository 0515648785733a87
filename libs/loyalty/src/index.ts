export * from './events/index.js';
export * from './loyalty-domain.js';
