export * from './list-callbacks.query.js';
export * from './list-meetings.query.js';
