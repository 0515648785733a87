export * from './events/index.js';
export * from './interactions-domain.js';
export * from './interactions.module.js';
