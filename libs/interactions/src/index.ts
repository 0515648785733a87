export * from './events/index.js';
export * from './interactions-domain.js';
export * from './projections/callbacks.js';
export * from './projections/meetings.js';
export * from './rules/callback-promise.js';
export * from './rules/human-answer.js';
