export * from './events/index.js';
export * from './service-domain.js';
export * from './deciders/service-requests.js';
export * from './service.module.js';
