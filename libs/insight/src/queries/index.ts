export * from './get-statistics.query.js';
