export * from './events/index.js';
export * from './interactions-domain.js';
