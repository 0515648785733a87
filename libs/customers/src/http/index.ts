export * from './customer-schemas.js';
export * from './profile-schema.js';
export * from '../customers.module.js';
