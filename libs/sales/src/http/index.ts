export * from './funnel-schemas.js';
export * from '../sales.module.js';
