export * from './events/index.js';
export * from './service-domain.js';
