export * from './answer-schema.js';
export * from './api-query-of.js';
export * from './cursor.js';
export * from './list-filter.js';
export * from './list-page.js';
export * from './min-position.interceptor.js';
export { PROJECTION_SCHEMA, type ProjectionAnswer } from './projections.controller.js';
export * from './projections.module.js';
export * from './read-query.js';
