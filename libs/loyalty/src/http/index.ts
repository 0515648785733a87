export * from './account-schema.js';
export * from '../loyalty.module.js';
