export * from './customers-domain.js';
export * from './events/index.js';
